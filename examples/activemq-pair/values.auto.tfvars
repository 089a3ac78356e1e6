passwords = {
  operator = "from-the-Secret-store-1"
  shop     = "from-the-Secret-store-2"
  shipping = "from-the-Secret-store-3"
}
