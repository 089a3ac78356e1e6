# Somebody else has subscribed the queue otherwise; once that is gone it is subscribed anew.
resource "aws_sns_topic" "t" {
  name = "sc-sub-taken"
}

resource "aws_sqs_queue" "q" {
  name                    = "sc-sub-taken"
  sqs_managed_sse_enabled = true
}
