resource "aws_s3_bucket" "b" {
  bucket        = "sc-connect-version"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_object" "o" {
  bucket  = aws_s3_bucket_versioning.b.bucket
  key     = "plugin.jar"
  content = "two"
}

resource "aws_mskconnect_custom_plugin" "p" {
  name         = "sc-connect-version"
  content_type = "JAR"
  description  = "sc"

  location {
    s3 {
      bucket_arn     = aws_s3_bucket.b.arn
      file_key       = aws_s3_object.o.key
      object_version = aws_s3_object.o.version_id
    }
  }
}
