resource "aws_s3_bucket" "b" {
  bucket = "sc-connect-plugin"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-plugin-two"
  description  = "sc"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }

  tags = {
    b = "2"
  }
}
