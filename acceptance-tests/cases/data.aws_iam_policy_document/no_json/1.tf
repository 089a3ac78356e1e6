data "aws_iam_policy_document" "orders" {
  source_policy_documents = ["{not json"]
}
