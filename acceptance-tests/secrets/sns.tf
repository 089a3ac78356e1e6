variable "rotations" {
  type = number
}

variable "credential" {
  type      = string
  sensitive = true
}

variable "principal" {
  type      = string
  sensitive = true
}

variable "credential_wo" {
  type      = string
  ephemeral = true
}

variable "principal_wo" {
  type      = string
  ephemeral = true
}

resource "aws_sns_platform_application" "stated" {
  name                         = "stated"
  platform                     = "APNS"
  platform_credential          = var.credential
  platform_principal           = var.principal
  success_feedback_sample_rate = "100"
}

resource "aws_sns_platform_application" "unstated" {
  name                           = "unstated"
  platform                       = "APNS"
  platform_credential_wo         = var.credential_wo
  platform_credential_wo_version = var.rotations
  platform_principal_wo          = var.principal_wo
  platform_principal_wo_version  = var.rotations
  success_feedback_sample_rate   = "100"
}

# One half in the state, and the other in none.
resource "aws_sns_platform_application" "half" {
  name                           = "half"
  platform                       = "APNS_SANDBOX"
  platform_credential_wo         = var.credential_wo
  platform_credential_wo_version = var.rotations
  platform_principal             = var.principal
}
