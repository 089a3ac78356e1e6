resource "aws_mq_broker" "b" {
  broker_name                = "case-ldap"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.t3.micro"
  authentication_strategy    = "ldap"
  auto_minor_version_upgrade = true
  apply_immediately          = true

  ldap_server_metadata {
    hosts                               = ["ldap.example.com"]
    role_base                           = "ou=roles"
    role_search_matching                = "(member={0})"
    service_account_username            = "cn=reader"
    service_account_password_wo         = "OtherSecret1234"
    service_account_password_wo_version = 2
    user_base                           = "ou=users"
    user_search_matching                = "(uid={0})"
  }

  user {
    username = "first"
    password = "FirstPassword1234"
  }
}
