# The one of this name among a hundred and more, some of them with longer names.
data "aws_sns_topic" "d" {
  name = "sc-many"
  lifecycle {
    postcondition {
      condition     = endswith(self.arn, ":sc-many") && self.tags.a == "1"
      error_message = "Another topic."
    }
  }
}
