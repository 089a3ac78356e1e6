resource "aws_sns_topic" "t" {
  name                  = "sc-fifo-all.fifo"
  fifo_topic            = true
  fifo_throughput_scope = "Topic"
  display_name          = "less"
}
