resource "aws_mskconnect_custom_plugin" "sink" {
  name         = "sink-2"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = "arn:aws:s3:::kafka-connect-plugins"
      file_key   = "sink-2.zip"
    }
  }
}
