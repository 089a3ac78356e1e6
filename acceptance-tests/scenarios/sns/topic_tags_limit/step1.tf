# Fifty tags, and one more.
resource "aws_sns_topic" "t" {
  name = "sc-topic-tags-limit"
  tags = { for n in range(50) : "key${n}" => "value" }
}
