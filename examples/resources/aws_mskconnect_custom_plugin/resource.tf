variable "plugin_bucket_arn" {
  description = "ARN of the S3 bucket with the plugin's file."
  type        = string
}

resource "aws_mskconnect_custom_plugin" "orders_sink" {
  name         = "orders-sink-1-2-0"
  description  = "Writes orders to the search index"
  content_type = "ZIP"

  location {
    s3 {
      bucket_arn = var.plugin_bucket_arn
      file_key   = "orders-sink-1.2.0.zip"
    }
  }
}
