resource "aws_mq_broker" "minimal" {
  broker_name        = "minimal"
  engine_type        = "ActiveMQ"
  engine_version     = "5.17.6"
  host_instance_type = "mq.t3.micro"
  security_groups    = ["sg-0000000a"]

  user {
    username = "first"
    password = "FirstPassword1234"
  }
}

resource "aws_mq_broker" "rabbit" {
  broker_name                = "rabbit"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  deployment_mode            = "CLUSTER_MULTI_AZ"
  storage_type               = "ebs"
  auto_minor_version_upgrade = true
  security_groups            = ["sg-0000000a"]

  logs {
    general = true
  }

  user {
    username = "first"
    password = "FirstPassword1234"
  }

  # AWS tells no users of RabbitMQ. hashicorp/aws forgets them by its first refresh, and Terraform then plans an
  # update in which nothing differs but what is secret.
  lifecycle {
    ignore_changes = [user]
  }
}

resource "aws_mq_broker" "full" {
  broker_name                = "full"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.m5.large"
  deployment_mode            = "ACTIVE_STANDBY_MULTI_AZ"
  storage_type               = "efs"
  authentication_strategy    = "ldap"
  auto_minor_version_upgrade = true
  apply_immediately          = true
  publicly_accessible        = true
  security_groups            = ["sg-0000000a", "sg-0000000b"]
  subnet_ids                 = ["subnet-0000000a", "subnet-0000000b"]

  encryption_options {
    use_aws_owned_key = true
  }

  ldap_server_metadata {
    hosts                    = ["ldap.example.com"]
    role_base                = "role.base"
    role_name                = "role.name"
    role_search_matching     = "role.search.matching"
    role_search_subtree      = true
    service_account_password = "supersecret"
    service_account_username = "anyusername"
    user_base                = "user.base"
    user_role_name           = "user.role.name"
    user_search_matching     = "user.search.matching"
    user_search_subtree      = true
  }

  logs {
    general = true
    audit   = true
  }

  maintenance_window_start_time {
    day_of_week = "TUESDAY"
    time_of_day = "02:00"
    time_zone   = "CET"
  }

  user {
    username = "first"
    password = "FirstPassword1234"
  }

  user {
    username       = "second"
    password       = "SecondPassword1234"
    console_access = true
    groups         = ["one", "two"]
  }

  tags = {
    a = "1"
  }
}
