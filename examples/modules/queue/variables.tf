variable "name" {
  description = "Name of the queue, without `.fifo`. The module appends `.fifo` to the names of FIFO queues."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,80}$", var.name))
    error_message = "The name must have 1 to 80 letters, digits, hyphens and underscores. Do not add \".fifo\": set the variable fifo instead."
  }
}

variable "fifo" {
  description = <<-EOT
    Makes both queues FIFO queues. Null creates standard queues. Changing between the two replaces the queues.

    * `content_based_deduplication`: use a hash of the message body as deduplication ID if the sender gives none.
    * `high_throughput`: deduplicate and limit the throughput per message group instead of per queue.
  EOT
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
  })
  default = null
}

variable "visibility_timeout_seconds" {
  description = "Time in seconds that a consumer has to process and delete a message before SQS delivers it again."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200
    error_message = "The visibility timeout must be between 0 and 43200 seconds (12 hours)."
  }
}

variable "message_retention_seconds" {
  description = "Time in seconds that SQS keeps a message nobody deletes. The default is 4 days."
  type        = number
  default     = 345600
  nullable    = false

  validation {
    condition     = var.message_retention_seconds >= 60 && var.message_retention_seconds <= 1209600
    error_message = "The retention period must be between 60 and 1209600 seconds (14 days)."
  }
}

variable "max_message_size" {
  description = "Maximum message size in bytes, of both queues. More than 262144 (256 KiB) requires hashicorp/aws 6.8 or later."
  type        = number
  default     = 262144
  nullable    = false

  validation {
    condition     = var.max_message_size >= 1024 && var.max_message_size <= 1048576
    error_message = "The maximum message size must be between 1024 and 1048576 bytes (1 MiB)."
  }
}

variable "delay_seconds" {
  description = "Time in seconds before a new message becomes visible to consumers."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900
    error_message = "The delay must be between 0 and 900 seconds (15 minutes)."
  }
}

variable "receive_wait_time_seconds" {
  description = "Time in seconds that a receive request waits for a message (long polling). 0 turns long polling off."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.receive_wait_time_seconds >= 0 && var.receive_wait_time_seconds <= 20
    error_message = "The wait time must be between 0 and 20 seconds."
  }
}

variable "dead_letter" {
  description = <<-EOT
    The dead-letter queue.

    * `max_receive_count`: number of times a message is delivered before SQS moves it to the dead-letter queue.
    * `message_retention_seconds`: time in seconds that dead letters are kept, at most 14 days.
    * `name_suffix`: appended to the name of the queue, before `.fifo`.
  EOT
  type = object({
    max_receive_count         = optional(number, 5)
    message_retention_seconds = optional(number, 1209600)
    name_suffix               = optional(string, "-dead-letter")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.dead_letter.max_receive_count >= 1 && var.dead_letter.max_receive_count <= 1000
    error_message = "dead_letter.max_receive_count must be between 1 and 1000."
  }

  validation {
    condition     = var.dead_letter.message_retention_seconds >= 60 && var.dead_letter.message_retention_seconds <= 1209600
    error_message = "dead_letter.message_retention_seconds must be between 60 and 1209600 seconds (14 days)."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.dead_letter.name_suffix))
    error_message = "dead_letter.name_suffix must have letters, digits, hyphens and underscores only, and at least one."
  }
}

variable "kms_master_key_id" {
  description = "ID, ARN or alias of the KMS key that encrypts both queues. Null encrypts with a key that SQS manages."
  type        = string
  default     = null
}

variable "kms_data_key_reuse_period_seconds" {
  description = "Time in seconds that SQS reuses a data key before it calls KMS again. Used only with `kms_master_key_id`."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.kms_data_key_reuse_period_seconds >= 60 && var.kms_data_key_reuse_period_seconds <= 86400
    error_message = "The reuse period must be between 60 and 86400 seconds (24 hours)."
  }
}

variable "policy_statements" {
  description = <<-EOT
    Statements of the queue policy, by statement ID (`Sid`). Without any, the queue has no policy and only identities of the same account can use it. The resource of each statement is the queue.

    * `principals`: lists of principals by type: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    * `actions`: actions such as `sqs:SendMessage`.
    * `effect`: `Allow` or `Deny`.
    * `conditions`: all of them must be met. `test` is an operator such as `ArnEquals`, `variable` a key such as `aws:SourceArn`.
  EOT
  type = map(object({
    principals = map(list(string))
    actions    = list(string)
    effect     = optional(string, "Allow")
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for sid in keys(var.policy_statements) : can(regex("^[A-Za-z0-9]+$", sid))])
    error_message = "The keys of policy_statements are statement IDs: use letters and digits only."
  }

  validation {
    condition     = alltrue([for statement in values(var.policy_statements) : contains(["Allow", "Deny"], statement.effect)])
    error_message = "The effect of a statement must be \"Allow\" or \"Deny\"."
  }

  validation {
    condition = alltrue([
      for statement in values(var.policy_statements) : length(statement.actions) > 0 && alltrue([
        for action in statement.actions : startswith(lower(action), "sqs:")
      ])
    ])
    error_message = "Each statement must have actions, and all of them must be actions of SQS, such as \"sqs:SendMessage\"."
  }

  validation {
    condition = alltrue([
      for statement in values(var.policy_statements) : length(statement.principals) > 0 && alltrue([
        for type in keys(statement.principals) : contains(["AWS", "Service", "Federated", "CanonicalUser"], type)
      ])
    ])
    error_message = "Each statement must have principals, of the types AWS, Service, Federated or CanonicalUser. For everybody use AWS = [\"*\"], with a condition."
  }

  validation {
    condition = alltrue([
      for statement in values(var.policy_statements) :
      length(distinct([for condition in statement.conditions : "${condition.test} ${condition.variable}"])) == length(statement.conditions)
    ])
    error_message = "Two conditions of a statement have the same test and variable: give one condition all values."
  }
}

variable "alarms" {
  description = <<-EOT
    CloudWatch alarms. Null creates none.

    * `actions`: ARNs that are notified when an alarm starts, such as the ARN of an SNS topic.
    * `ok_actions`: ARNs that are notified when an alarm ends.
    * `age_of_oldest_message`: alarm if a message is in the queue for more than `threshold_seconds` (900), in each of the last `evaluation_periods` minutes (5).
    * `dead_letters`: alarm if the dead-letter queue has at least `threshold` messages (1), in each of the last `evaluation_periods` minutes (1).
  EOT
  type = object({
    actions    = optional(list(string), [])
    ok_actions = optional(list(string), [])
    age_of_oldest_message = optional(object({
      threshold_seconds  = optional(number, 900)
      evaluation_periods = optional(number, 5)
    }), {})
    dead_letters = optional(object({
      threshold          = optional(number, 1)
      evaluation_periods = optional(number, 1)
    }), {})
  })
  default = {}

  validation {
    condition = var.alarms == null ? true : alltrue([
      var.alarms.age_of_oldest_message.threshold_seconds > 0,
      var.alarms.age_of_oldest_message.evaluation_periods >= 1,
      var.alarms.dead_letters.threshold >= 1,
      var.alarms.dead_letters.evaluation_periods >= 1,
    ])
    error_message = "Thresholds and evaluation periods of alarms must be at least 1."
  }

  validation {
    condition = var.alarms == null ? true : alltrue([
      for arn in concat(var.alarms.actions, var.alarms.ok_actions) : startswith(arn, "arn:")
    ])
    error_message = "Actions of alarms must be ARNs, such as the ARN of an SNS topic."
  }
}

variable "tags" {
  description = "Tags of the queues and alarms."
  type        = map(string)
  default     = {}
  nullable    = false
}
