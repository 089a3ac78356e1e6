subnet_ids         = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"]
security_group_ids = ["sg-0a1b2c3d4e5f60001"]

passwords = {
  operator = "from-the-Secret-store-1"
  shop     = "from-the-Secret-store-2"
  shipping = "from-the-Secret-store-3"
}
