variable "none" {
  type    = string
  default = null
}

data "aws_iam_policy_document" "orders" {
  statement {
    actions   = ["sqs:SendMessage", var.none]
    resources = [var.none]

    principals {
      type        = "AWS"
      identifiers = [var.none, "123456789012"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.none]
    }
  }
}

output "document" {
  value = data.aws_iam_policy_document.orders.minified_json
}
