# An ActiveMQ active/standby pair with storage in EFS. Its configuration holds the permissions of the
# users; passwords are stored in no plan and no state.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "aws-messaging/aws-messaging"
    }
  }
}

variable "vpc_id" {
  description = "Where the brokers are; the default VPC of the region where none is named."
  type        = string
  default     = null
}

variable "application_networks" {
  description = "Where the applications call from."
  type        = list(string)
  default     = ["10.0.0.0/8"]
}

variable "passwords" {
  description = "Passwords by user, from the secret store at each run."
  type        = map(string)
  ephemeral   = true
}

locals {
  version = "5.18"

  # The groups of each user. The configuration below holds the permissions of each group.
  users = {
    operator = ["operators"]
    shop     = ["producers"]
    shipping = ["consumers"]
  }
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

resource "aws_security_group" "brokers" {
  name        = "orders-brokers"
  description = "Brokers of orders"
  vpc_id      = data.aws_vpc.brokers.id

  ingress {
    description = "OpenWire over TLS from the applications"
    protocol    = "tcp"
    from_port   = 61617
    to_port     = 61617
    cidr_blocks = var.application_networks
  }

  ingress {
    description = "The web console"
    protocol    = "tcp"
    from_port   = 8162
    to_port     = 8162
    cidr_blocks = var.application_networks
  }
}

resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "ActiveMQ"
  engine_version = local.version

  data = <<-XML
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <broker xmlns="http://activemq.apache.org/schema/core">
      <plugins>
        <authorizationPlugin>
          <map>
            <authorizationMap>
              <authorizationEntries>
                <authorizationEntry admin="operators" queue="&gt;" read="operators" write="operators"/>
                <authorizationEntry admin="operators" queue="orders.&gt;" read="consumers" write="producers"/>
                <authorizationEntry admin="producers,consumers" read="producers,consumers" topic="ActiveMQ.Advisory.&gt;" write="producers,consumers"/>
              </authorizationEntries>
            </authorizationMap>
          </map>
        </authorizationPlugin>
      </plugins>
    </broker>
  XML
}

resource "aws_mq_broker" "orders" {
  broker_name        = "orders"
  engine_type        = "ActiveMQ"
  engine_version     = local.version
  deployment_mode    = "ACTIVE_STANDBY_MULTI_AZ"
  storage_type       = "efs"
  host_instance_type = "mq.m5.large"
  security_groups    = [aws_security_group.brokers.id]

  # One subnet for each instance, in different availability zones.
  subnet_ids = slice(sort(data.aws_subnets.brokers.ids), 0, 2)

  auto_minor_version_upgrade = true
  apply_immediately          = true

  configuration {
    id       = aws_mq_configuration.orders.id
    revision = aws_mq_configuration.orders.latest_revision
  }

  logs {
    audit   = true
    general = true
  }

  maintenance_window_start_time {
    day_of_week = "TUESDAY"
    time_of_day = "04:00"
    time_zone   = "Europe/Berlin"
  }

  dynamic "user" {
    for_each = local.users

    content {
      username       = user.key
      groups         = user.value
      console_access = contains(user.value, "operators")
    }
  }

  user_passwords_wo         = var.passwords
  user_passwords_wo_version = 1

  tags = {
    Team = "orders"
  }
}

# Clients try both endpoints: only the active instance responds.
output "endpoint" {
  description = "Where applications connect to, with OpenWire over TLS."
  value       = "failover:(${join(",", [for it in aws_mq_broker.orders.instances : it.endpoints[0]])})"
}
