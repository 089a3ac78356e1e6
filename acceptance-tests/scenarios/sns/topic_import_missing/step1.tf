# Neither a topic nor a subscription is imported that is not there.
import {
  to = aws_sns_topic.t
  id = "arn:aws:sns:us-east-1:123456789012:sc-missing"
}

resource "aws_sns_topic" "t" {
  name = "sc-missing"
}
