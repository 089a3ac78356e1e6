resource "aws_sns_topic" "t" {
  name = "sc-topic-tags-limit"
  tags = { for n in range(51) : "key${n}" => "value" }
}
