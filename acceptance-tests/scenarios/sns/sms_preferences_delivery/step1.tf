# A role and a rate of delivery, a bucket of reports, and what is refused at once.
resource "aws_iam_role" "r" {
  name = "sc-sms"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_s3_bucket" "b" {
  bucket = "sc-sms-reports"
}

resource "aws_sns_sms_preferences" "p" {
  delivery_status_iam_role_arn          = aws_iam_role.r.arn
  delivery_status_success_sampling_rate = "75"
  usage_report_s3_bucket                = aws_s3_bucket.b.id
}
