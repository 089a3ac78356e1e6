# Provider blocks of tests cannot read variables that the module does not declare, so that this is a
# module: it reads TF_VAR_endpoint.

variable "endpoint" {
  description = "URL of the local stand-in for AWS."
  type        = string
  default     = "http://127.0.0.1:5000"
}

output "url" {
  description = "URL of the local stand-in for AWS."
  value       = var.endpoint
}
