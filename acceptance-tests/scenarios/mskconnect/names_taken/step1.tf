# Two plugins of one name, which a worker configuration may have, too.
resource "aws_s3_bucket" "b" {
  bucket        = "sc-connect-taken"
  force_destroy = true
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-taken"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_mskconnect_custom_plugin" "q" {
  name         = aws_mskconnect_custom_plugin.p.name
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = aws_s3_bucket.b.arn
      file_key   = "sink.zip"
    }
  }
}

resource "aws_mskconnect_worker_configuration" "w" {
  name                    = "sc-connect-taken"
  properties_file_content = "key.converter=org.apache.kafka.connect.storage.StringConverter\nvalue.converter=org.apache.kafka.connect.storage.StringConverter"
}
