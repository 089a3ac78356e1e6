variable "release" {
  type    = string
  default = "1.2.0"
}

# "orders/1.2.0 (team-a)"
output "product" {
  value = provider::aws::user_agent("orders", var.release, "team-a")
}
