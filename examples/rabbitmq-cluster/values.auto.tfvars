admin_password = "from-the-Secret-store-1"
