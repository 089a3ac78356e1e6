//! What objects of AWS are found by, where it is a single text. The names are those of the resource
//! identities of hashicorp/aws; [`tfplugin::Id`] is for types that have none there.

use tfplugin::identity;

identity! {
    /// An object that an ARN identifies.
    pub(crate) struct Arn {
        /// ARN of the resource.
        arn
    }
}

identity! {
    /// An object that an id identifies, in an account and a region.
    pub(crate) struct LocalId {
        /// ID of the resource.
        id
    }
}

identity! {
    /// An SQS queue.
    pub(crate) struct Url {
        /// URL of the queue.
        url
    }
}

identity! {
    /// What an SQS queue has one of.
    pub(crate) struct QueueUrl {
        /// URL of the queue.
        queue_url
    }
}

identity! {
    /// What a resource has one of, by the ARN of that resource.
    pub(crate) struct ResourceArn {
        /// ARN of the resource that this is for.
        resource_arn
    }
}
