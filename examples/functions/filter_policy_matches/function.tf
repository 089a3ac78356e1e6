locals {
  paid_orders = jsonencode({
    state = ["paid"]
    price = [{ numeric = [">=", 100] }]
  })
}

# true
output "is_delivered" {
  value = provider::aws::filter_policy_matches(local.paid_orders, { state = "paid", price = 250 })
}
