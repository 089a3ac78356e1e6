# A RabbitMQ cluster for background jobs, in private subnets. The administrator's password is stored
# in no plan and no state; the administrator creates the users of the applications in RabbitMQ.

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

variable "vpc_id" {
  description = "Where the brokers are; the default VPC of the region where none is named."
  type        = string
  default     = null
}

variable "admin_password" {
  description = "Comes from the secret store at each run. After a change raise the version below."
  type        = string
  ephemeral   = true
}

data "aws_vpc" "brokers" {
  id      = var.vpc_id
  default = var.vpc_id == null ? true : null
}

data "aws_subnets" "brokers" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.brokers.id]
  }
}

# The security group of the workers.
resource "aws_security_group" "workers" {
  name        = "jobs-workers"
  description = "Workers of the jobs queue"
  vpc_id      = data.aws_vpc.brokers.id
}

# The security groups of a RabbitMQ broker cannot be changed, but their rules can.
resource "aws_security_group" "brokers" {
  name        = "jobs-brokers"
  description = "Brokers of the jobs queue"
  vpc_id      = data.aws_vpc.brokers.id
}

resource "aws_vpc_security_group_ingress_rule" "amqp" {
  security_group_id            = aws_security_group.brokers.id
  description                  = "AMQP over TLS from the workers"
  referenced_security_group_id = aws_security_group.workers.id
  ip_protocol                  = "tcp"
  from_port                    = 5671
  to_port                      = 5671
}

resource "aws_mq_configuration" "jobs" {
  name           = "jobs"
  description    = "Jobs may take half an hour"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"

  data = <<-CONF
    # Milliseconds after which an unacknowledged message is delivered to another consumer.
    consumer_timeout = 1800000
  CONF
}

resource "aws_mq_broker" "jobs" {
  broker_name        = "jobs"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  deployment_mode    = "CLUSTER_MULTI_AZ"
  host_instance_type = "mq.m5.large"
  security_groups    = [aws_security_group.brokers.id]

  # A cluster has three nodes, each in a different subnet.
  subnet_ids = slice(sort(data.aws_subnets.brokers.ids), 0, 3)

  # Amazon MQ chooses the patch version, and upgrades it in the maintenance window.
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
