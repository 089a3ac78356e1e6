data "aws_iam_policy_document" "orders" {
  statement {
    sid       = "Orders"
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
  statement {
    sid       = "Orders"
    actions   = ["sqs:ReceiveMessage"]
    resources = ["*"]
  }
}
