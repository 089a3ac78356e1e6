resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  auto_minor_version_upgrade = true
  host_instance_type         = "mq.m5.large"

  user {
    username = "admin"
    password = "long-enough-secret-1"
  }
}

# What a broker does not have is an empty text, list or false, so that configurations can use it.
data "aws_mq_broker" "orders" {
  broker_id = aws_mq_broker.orders.id

  lifecycle {
    postcondition {
      condition     = self.encryption_options[0].kms_key_id == ""
      error_message = "There is no key."
    }
    postcondition {
      condition     = length(self.ldap_server_metadata) == 0 && length(self.resource_share_arns) == 0
      error_message = "There is no directory."
    }
  }
}

output "key" {
  value = "key:${data.aws_mq_broker.orders.encryption_options[0].kms_key_id}"
}

output "groups" {
  value = length(data.aws_mq_broker.orders.security_groups)
}

output "replication" {
  value = [for it in data.aws_mq_broker.orders.user : it.username if it.replication_user]
}
