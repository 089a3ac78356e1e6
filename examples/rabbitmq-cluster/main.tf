# A RabbitMQ cluster for background jobs, in private subnets. The admin's password is in no plan and
# no state; the applications' own users are made in RabbitMQ with it.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "aws-messaging/aws-messaging"
    }
  }
}

provider "aws" {
  default_tags {
    tags = {
      Team    = "platform"
      Service = "jobs"
    }
  }
}

variable "subnet_ids" {
  description = "Private subnets, one for each node."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "A cluster has three nodes, each in a subnet of its own."
  }
}

variable "security_group_ids" {
  description = "Groups that let the workers in. Another group is another broker."
  type        = set(string)
}

variable "admin_password" {
  description = "Comes from the secret store at each run. After a change raise the version below."
  type        = string
  ephemeral   = true
}

resource "aws_mq_configuration" "jobs" {
  name           = "jobs"
  description    = "Jobs may take half an hour"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  data = <<-CONF
    # Milliseconds after which a message that nobody acknowledges goes to somebody else.
    consumer_timeout = 1800000
  CONF
}

resource "aws_mq_broker" "jobs" {
  broker_name        = "jobs"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  deployment_mode    = "CLUSTER_MULTI_AZ"
  host_instance_type = "mq.m5.large"
  subnet_ids         = var.subnet_ids
  security_groups    = var.security_group_ids

  # Amazon MQ chooses the patch of 3.13, and installs the next one in the window.
  auto_minor_version_upgrade = true
  apply_immediately          = true

  configuration {
    id       = aws_mq_configuration.jobs.id
    revision = aws_mq_configuration.jobs.latest_revision
  }

  logs {
    general = true
  }

  maintenance_window_start_time {
    day_of_week = "SUNDAY"
    time_of_day = "03:00"
    time_zone   = "UTC"
  }

  user {
    username = "admin"
  }

  user_passwords_wo         = { admin = var.admin_password }
  user_passwords_wo_version = 1

  timeouts {
    create = "1h"
  }
}

output "endpoint" {
  description = "Where workers connect to, with AMQP over TLS."
  value       = aws_mq_broker.jobs.instances[0].endpoints[0]
}
