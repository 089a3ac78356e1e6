# A plugin whose file is of no use, and another try.
resource "aws_s3_bucket" "b" {
  bucket = "sc-connect-bad"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-bad"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}
