//! What objects of AWS are found by, where it is a single text. The names are those of the resource
//! identities of hashicorp/aws; [`tfplugin::Id`] is for types that have none there.

use tfplugin::{Served, identity};

/// Version 0 had the account and the region beside the URL.
const WITHOUT_PLACE: Served = Served { version: 1, located: false };

identity! {
    /// An object that an ARN identifies.
    pub(crate) struct Arn {
        /// ARN of the resource.
        arn
    }
    const SERVED = Served { version: 0, located: false };
}

identity! {
    /// An object that an id identifies, in an account and a region.
    pub(crate) struct LocalId {
        /// ID of the resource.
        id
    }
    const SERVED = Served { version: 0, located: true };
}

identity! {
    /// An SQS queue.
    pub(crate) struct Url {
        /// URL of the queue.
        url
    }
    const SERVED = WITHOUT_PLACE;
}

identity! {
    /// What an SQS queue has one of.
    pub(crate) struct QueueUrl {
        /// URL of the queue.
        queue_url
    }
    const SERVED = WITHOUT_PLACE;
}

identity! {
    /// What a resource has one of, by the ARN of that resource.
    pub(crate) struct ResourceArn {
        /// ARN of the resource that this is for.
        resource_arn
    }
    const SERVED = Served { version: 0, located: false };
}

identity! {
    /// What an account has one of in each region.
    pub(crate) struct Region {
        /// Region of the resource.
        region
    }
    const SERVED = Served { version: 0, located: true };
}

identity! {
    /// An alarm of CloudWatch.
    pub(crate) struct AlarmName {
        /// Name of the alarm.
        alarm_name
    }
    const SERVED = Served { version: 0, located: true };
}

identity! {
    /// A dashboard of CloudWatch.
    pub(crate) struct DashboardName {
        /// Name of the dashboard.
        dashboard_name
    }
    const SERVED = Served { version: 0, located: true };
}

identity! {
    /// An object that a name identifies, in an account and a region.
    pub(crate) struct Name {
        /// Name of the resource.
        name
    }
    const SERVED = Served { version: 0, located: true };
}
