variable "rotations" {
  type = number
}

variable "user" {
  type      = string
  sensitive = true
}

variable "admin" {
  type      = string
  sensitive = true
}

variable "service_account" {
  type      = string
  sensitive = true
}

variable "replication" {
  type      = string
  sensitive = true
}

variable "user_wo" {
  type      = string
  ephemeral = true
}

variable "admin_wo" {
  type      = string
  ephemeral = true
}

variable "service_account_wo" {
  type      = string
  ephemeral = true
}

variable "replication_wo" {
  type      = string
  ephemeral = true
}

resource "aws_mq_broker" "active" {
  broker_name               = "active"
  engine_type               = "ActiveMQ"
  engine_version            = "5.17.6"
  host_instance_type        = "mq.m5.large"
  authentication_strategy   = "ldap"
  apply_immediately         = true
  user_passwords_wo         = { operator = var.user_wo }
  user_passwords_wo_version = var.rotations

  ldap_server_metadata {
    hosts                    = ["ldap.example.com"]
    role_base                = "ou=roles"
    role_search_matching     = "(member={0})"
    service_account_username = "cn=reader"
    service_account_password = var.service_account
    user_base                = "ou=users"
    user_search_matching     = "(uid={0})"
  }

  user {
    username = "orders"
    password = var.user
  }

  user {
    username = "operator"
  }

  tags = {
    rotations = var.rotations
  }
}

resource "aws_mq_broker" "directory" {
  broker_name             = "directory"
  engine_type             = "ActiveMQ"
  engine_version          = "5.17.6"
  host_instance_type      = "mq.m5.large"
  authentication_strategy = "ldap"

  ldap_server_metadata {
    hosts                               = ["ldap.example.com"]
    role_base                           = "ou=roles"
    role_search_matching                = "(member={0})"
    service_account_username            = "cn=reader"
    service_account_password_wo         = var.service_account_wo
    service_account_password_wo_version = var.rotations
    user_base                           = "ou=users"
    user_search_matching                = "(uid={0})"
  }

  user {
    username = "orders"
    password = var.user
  }
}

resource "aws_mq_broker" "replica" {
  broker_name                         = "replica"
  engine_type                         = "ActiveMQ"
  engine_version                      = "5.17.6"
  host_instance_type                  = "mq.m5.large"
  deployment_mode                     = "ACTIVE_STANDBY_MULTI_AZ"
  data_replication_mode               = "CRDR"
  data_replication_primary_broker_arn = "arn:aws:mq:us-west-2:123456789012:broker:primary:b-0a"
  user_passwords_wo                   = { second = var.replication_wo }
  user_passwords_wo_version           = var.rotations

  user {
    username         = "first"
    password         = var.replication
    replication_user = true
  }

  user {
    username         = "second"
    replication_user = true
  }
}

resource "aws_mq_broker" "rabbit" {
  broker_name                = "rabbit"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true

  user {
    username = "admin"
    password = var.admin
  }

  tags = {
    rotations = var.rotations
  }
}

resource "aws_mq_broker" "rabbit_wo" {
  broker_name                = "rabbit-wo"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  user_passwords_wo          = { admin = var.admin_wo }
  user_passwords_wo_version  = var.rotations

  user {
    username = "admin"
  }
}
