subnet_ids         = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002", "subnet-0a1b2c3d4e5f60003"]
security_group_ids = ["sg-0a1b2c3d4e5f60001"]
admin_password     = "from-the-Secret-store-1"
