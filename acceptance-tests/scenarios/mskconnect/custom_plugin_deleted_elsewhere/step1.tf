# A plugin that is deleted elsewhere is made again.
resource "aws_s3_bucket" "b" {
  bucket = "sc-connect-gone"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-gone"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}
