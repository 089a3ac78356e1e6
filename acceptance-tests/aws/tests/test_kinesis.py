import itertools
import json
import time
from typing import Any

from tests.running import Running

ACCOUNT = "123456789012"
METRICS = [
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
]


class Kinesis(Running):
    def setUp(self) -> None:
        super().setUp()
        self.kinesis = self.client("kinesis")

    def create(self, name: str = "s", **members: Any) -> str:
        if "StreamModeDetails" not in members:
            members.setdefault("ShardCount", 1)
        self.kinesis.create_stream(StreamName=name, **members)
        return str(self.summary(name)["StreamARN"])

    def summary(self, name: str = "s") -> dict[str, Any]:
        return dict(self.kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"])

    def resize(self, target: int) -> None:
        self.kinesis.update_shard_count(StreamName="s", TargetShardCount=target, ScalingType="UNIFORM_SCALING")

    def shards(self, **members: Any) -> list[dict[str, Any]]:
        return list(self.kinesis.list_shards(StreamName="s", **members)["Shards"])

    def open_ranges(self) -> list[tuple[int, int]]:
        found = self.shards(ShardFilter={"Type": "AT_LATEST"})
        ranges = [it["HashKeyRange"] for it in found]
        return sorted((int(it["StartingHashKey"]), int(it["EndingHashKey"])) for it in ranges)


class Streams(Kinesis):
    def test_tags_are_kept_from_the_creation_on(self) -> None:
        self.create(Tags={"a": "1"})
        answer = self.kinesis.list_tags_for_stream(StreamName="s")
        self.assertEqual(answer["Tags"], [{"Key": "a", "Value": "1"}])
        self.assertIs(answer["HasMoreTags"], False)

    def test_a_stream_has_at_most_50_tags(self) -> None:
        tags = {f"k{number:02}": "x" for number in range(51)}
        self.refused("InvalidArgumentException", self.create, Tags=tags)
        tags.pop("k50")
        arn = self.create(Tags=tags)
        for call, arguments in [
            (self.kinesis.add_tags_to_stream, {"StreamName": "s"}),
            (self.kinesis.tag_resource, {"ResourceARN": arn}),
        ]:
            message = self.refused("InvalidArgumentException", call, Tags={"k50": "x"}, **arguments)
            self.assertIn(f"Failed to add tags to stream s under account {ACCOUNT}", message)
            call(Tags={"k49": "y"}, **arguments)
        page = self.kinesis.list_tags_for_stream(StreamName="s", Limit=10)
        self.assertIs(page["HasMoreTags"], True)
        page = self.kinesis.list_tags_for_stream(StreamName="s", ExclusiveStartTagKey=page["Tags"][-1]["Key"])
        self.assertEqual([tag["Key"] for tag in page["Tags"]][:2], ["k10", "k11"])

    def test_a_stream_goes_through_its_states(self) -> None:
        seconds = {"seconds": 0.4}
        self.operations(
            kinesis_CreateStream=seconds, kinesis_DeleteStream=seconds, kinesis_IncreaseStreamRetentionPeriod=seconds
        )
        self.create()
        self.assertEqual(self.summary()["StreamStatus"], "CREATING")
        for refused in (self.grow, self.delete, self.tag, self.register):
            message = self.refused("ResourceInUseException", refused)
            self.assertEqual(message, f"Stream s under account {ACCOUNT} not ACTIVE, instead in state CREATING")
        time.sleep(0.5)
        self.assertEqual(self.summary()["StreamStatus"], "ACTIVE")
        self.grow()
        self.assertEqual((self.summary()["StreamStatus"], self.summary()["RetentionPeriodHours"]), ("UPDATING", 24))
        self.assertIn("UPDATING", self.refused("ResourceInUseException", self.delete))
        time.sleep(0.5)
        self.assertEqual((self.summary()["StreamStatus"], self.summary()["RetentionPeriodHours"]), ("ACTIVE", 48))
        self.delete()
        self.assertEqual(self.summary()["StreamStatus"], "DELETING")
        self.refused("ResourceInUseException", self.create)
        time.sleep(0.5)
        message = self.refused("ResourceNotFoundException", self.summary)
        self.assertEqual(message, f"Stream s under account {ACCOUNT} not found.")

    def grow(self) -> None:
        self.kinesis.increase_stream_retention_period(StreamName="s", RetentionPeriodHours=48)

    def delete(self, **members: Any) -> None:
        self.kinesis.delete_stream(StreamName="s", **members)

    def tag(self) -> None:
        self.kinesis.add_tags_to_stream(StreamName="s", Tags={"a": "b"})

    def register(self) -> None:
        arn = f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s"
        self.kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="c")

    def test_five_streams_at_a_time_are_created(self) -> None:
        self.operations(kinesis_CreateStream={"seconds": 60})
        for number in range(5):
            self.create(f"s{number}")
        message = self.refused("LimitExceededException", self.create)
        self.assertIn("simultaneously be in CREATING or DELETING", message)

    def test_a_name_is_taken(self) -> None:
        self.create()
        message = self.refused("ResourceInUseException", self.create)
        self.assertEqual(message, f"Stream s under account {ACCOUNT} already exists.")

    def test_the_shards_of_an_account_are_limited(self) -> None:
        limit = self.kinesis.describe_limits()["ShardLimit"]
        message = self.refused("LimitExceededException", self.create, ShardCount=limit + 1)
        self.assertIn("This request would exceed the shard limit for the account", message)
        self.create(ShardCount=3)
        self.create("d", StreamModeDetails={"StreamMode": "ON_DEMAND"})
        limits = self.kinesis.describe_limits()
        self.assertEqual((limits["OpenShardCount"], limits["OnDemandStreamCount"]), (3, 1))
        self.assertEqual(limit, 20_000)
        self.assertEqual(self.client("kinesis", "eu-north-1").describe_limits()["ShardLimit"], 6000)

    def test_fifty_streams_of_an_account_are_on_demand(self) -> None:
        mode = {"StreamMode": "ON_DEMAND"}
        for number in range(50):
            self.create(f"d{number}", StreamModeDetails=mode)
        arn = self.create("p")
        for call, arguments in [
            (self.kinesis.create_stream, {"StreamName": "d50"}),
            (self.kinesis.update_stream_mode, {"StreamARN": arn}),
        ]:
            message = self.refused("LimitExceededException", call, StreamModeDetails=mode, **arguments)
            self.assertIn("This request would exceed the limit on the number of On-Demand streams", message)
            self.assertIn("Current On-Demand streams count: 50. Limit: 50.", message)

    def test_characters_of_tags(self) -> None:
        self.create(Tags={"Ünï:co/de+-=._@% x": "wörd 1"})
        for tags in ({"a#": "b"}, {"a": "b*"}):
            message = self.refused(
                "InvalidArgumentException", self.kinesis.add_tags_to_stream, StreamName="s", Tags=tags
            )
            self.assertIn("Some tags contain invalid characters.", message)

    def test_capacity_is_given_or_on_demand(self) -> None:
        self.kinesis.create_stream(StreamName="s")
        self.assertEqual(self.summary()["StreamModeDetails"], {"StreamMode": "ON_DEMAND"})
        self.assertEqual(self.summary()["OpenShardCount"], 4)
        mode = {"StreamMode": "PROVISIONED"}
        self.refused("InvalidArgumentException", self.create, name="p", StreamModeDetails=mode)

    def test_retention_has_bounds(self) -> None:
        self.create()
        longer, shorter = (
            self.kinesis.increase_stream_retention_period,
            self.kinesis.decrease_stream_retention_period,
        )
        longer(StreamName="s", RetentionPeriodHours=24)
        longer(StreamName="s", RetentionPeriodHours=8760)
        shorter(StreamName="s", RetentionPeriodHours=72)
        self.assertEqual(self.summary()["RetentionPeriodHours"], 72)
        for call, hours, reason in [
            (longer, 8761, "Maximum allowed retention period is 8760 hours."),
            (shorter, 23, "Minimum allowed retention period is 24 hours."),
            (
                longer,
                71,
                "can not be shorter than existing retention period (72 hours). Use DecreaseRetentionPeriod API.",
            ),
            (
                shorter,
                73,
                "can not be longer than existing retention period (72 hours). Use IncreaseRetentionPeriod API.",
            ),
        ]:
            message = self.refused("InvalidArgumentException", call, StreamName="s", RetentionPeriodHours=hours)
            self.assertIn(reason, message)

    def test_metrics_add_up(self) -> None:
        self.create()
        on, off = self.kinesis.enable_enhanced_monitoring, self.kinesis.disable_enhanced_monitoring
        on(StreamName="s", ShardLevelMetrics=["OutgoingBytes"])
        answer = on(StreamName="s", ShardLevelMetrics=["IncomingBytes"])
        self.assertEqual(answer["CurrentShardLevelMetrics"], ["OutgoingBytes"])
        self.assertEqual(answer["DesiredShardLevelMetrics"], ["IncomingBytes", "OutgoingBytes"])
        off(StreamName="s", ShardLevelMetrics=["OutgoingBytes"])
        self.assertEqual(self.summary()["EnhancedMonitoring"], [{"ShardLevelMetrics": ["IncomingBytes"]}])
        on(StreamName="s", ShardLevelMetrics=["ALL"])
        self.assertEqual(self.summary()["EnhancedMonitoring"], [{"ShardLevelMetrics": METRICS}])
        off(StreamName="s", ShardLevelMetrics=["ALL"])
        self.assertEqual(self.summary()["EnhancedMonitoring"], [{"ShardLevelMetrics": []}])

    def test_a_key_is_there_and_may_be_used(self) -> None:
        self.create()
        kms = self.client("kms")
        key = kms.create_key()["KeyMetadata"]
        kms.create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])

        def start(name: str) -> None:
            self.kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=name)

        for name in (key["KeyId"], key["Arn"], "alias/mine", "alias/aws/kinesis"):
            start(name)
            self.assertEqual((self.summary()["EncryptionType"], self.summary()["KeyId"]), ("KMS", name))
        for name in ("alias/other", "00000000-0000-0000-0000-000000000000"):
            self.refused("KMSNotFoundException", start, name=name)
        arn = key["Arn"].replace("us-east-1", "us-west-2")
        self.assertEqual(self.refused("KMSNotFoundException", start, name=arn), "Invalid arn us-west-2")
        kms.disable_key(KeyId=key["KeyId"])
        self.refused("KMSDisabledException", start, name=key["Arn"])
        kms.schedule_key_deletion(KeyId=key["KeyId"])
        self.refused("KMSInvalidStateException", start, name="alias/mine")
        self.kinesis.stop_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId="alias/aws/kinesis")
        self.assertEqual(self.summary()["EncryptionType"], "NONE")
        self.assertNotIn("KeyId", self.summary())

    def test_sizes_of_records(self) -> None:
        arn = self.create(MaxRecordSizeInKiB=2048)
        self.assertEqual(self.summary()["MaxRecordSizeInKiB"], 2048)
        self.kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=10240)
        self.assertEqual(self.summary()["MaxRecordSizeInKiB"], 10240)
        self.refused("ValidationException", self.kinesis.update_max_record_size, StreamARN=arn, MaxRecordSizeInKiB=1)

    def test_warm_throughput_is_of_committed_accounts(self) -> None:
        mode = {"StreamMode": "ON_DEMAND"}
        arn = self.create(StreamModeDetails=mode)
        warm = self.kinesis.update_stream_warm_throughput
        self.refused("ValidationException", warm, StreamARN=arn, WarmThroughputMiBps=10)
        settings = {"Status": "ENABLED"}
        self.kinesis.update_account_settings(MinimumThroughputBillingCommitment=settings)
        warm(StreamARN=arn, WarmThroughputMiBps=10)
        self.assertEqual(self.summary()["WarmThroughput"], {"TargetMiBps": 10, "CurrentMiBps": 10})
        self.create("t", StreamModeDetails=mode, WarmThroughputMiBps=20)
        self.assertEqual(self.summary("t")["WarmThroughput"]["CurrentMiBps"], 20)
        self.kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "DISABLED"})
        answer = self.kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]
        self.assertEqual(answer["Status"], "ENABLED_UNTIL_EARLIEST_ALLOWED_END")
        self.raw("POST", "/moto-api/reset")
        answer = self.kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]
        self.assertEqual(answer, {"Status": "DISABLED"})

    def test_records_are_spread_by_a_strategy_on_demand(self) -> None:
        arn = self.create(StreamModeDetails={"StreamMode": "ON_DEMAND"})
        self.assertEqual(self.summary()["RecordDistributionStrategy"], "USER_PARTITION_KEY")
        change = self.kinesis.update_stream_record_distribution_strategy
        change(StreamARN=arn, RecordDistributionStrategy="AUTO")
        self.assertEqual(self.summary()["RecordDistributionStrategy"], "AUTO")
        provisioned = self.create("p")
        self.refused("InvalidArgumentException", change, StreamARN=provisioned, RecordDistributionStrategy="AUTO")
        self.assertNotIn("RecordDistributionStrategy", self.summary("p"))

    def test_streams_are_listed_by_name(self) -> None:
        for name in ("b", "c", "a"):
            self.create(name)
        page = self.kinesis.list_streams(Limit=2)
        self.assertEqual((page["StreamNames"], page["HasMoreStreams"]), (["a", "b"], True))
        self.assertEqual([it["StreamName"] for it in page["StreamSummaries"]], ["a", "b"])
        page = self.kinesis.list_streams(NextToken=page["NextToken"])
        self.assertEqual((page["StreamNames"], page["HasMoreStreams"]), (["c"], False))


class Capacity(Kinesis):
    def test_shards_split_and_merge_evenly(self) -> None:
        self.create()
        for target in (2, 4, 3, 5, 3, 2, 1):
            self.resize(target)
            ranges = self.open_ranges()
            self.assertEqual(len(ranges), target)
            self.assertEqual(self.summary()["OpenShardCount"], target)
            self.assertEqual((ranges[0][0], ranges[-1][1]), (0, 2**128 - 1))
            for before, after in itertools.pairwise(ranges):
                self.assertEqual(before[1] + 1, after[0])
            for start, end in ranges:
                self.assertAlmostEqual((end - start) * target / 2**128, 1, places=9)

    def test_parents_are_closed_and_named_by_their_children(self) -> None:
        self.create()
        self.resize(2)
        parent, *children = self.shards()
        self.assertIn("EndingSequenceNumber", parent["SequenceNumberRange"])
        self.assertEqual([it["ParentShardId"] for it in children], [parent["ShardId"]] * 2)
        self.resize(1)
        *_, child = self.shards()
        self.assertEqual(child["ParentShardId"], children[0]["ShardId"])
        self.assertEqual(child["AdjacentParentShardId"], children[1]["ShardId"])
        self.assertEqual(len(self.shards()), 4)
        self.assertEqual([it["ShardId"] for it in self.shards(ShardFilter={"Type": "AT_LATEST"})], [child["ShardId"]])

    def test_records_stay_in_closed_shards(self) -> None:
        self.create()
        first = self.kinesis.put_record(StreamName="s", Data=b"old", PartitionKey="k")["ShardId"]
        self.resize(2)
        second = self.kinesis.put_record(StreamName="s", Data=b"new", PartitionKey="k")["ShardId"]
        self.assertNotEqual(first, second)
        for shard, data in ((first, b"old"), (second, b"new")):
            start = self.kinesis.get_shard_iterator(StreamName="s", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
            records = self.kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
            self.assertEqual([it["Data"] for it in records], [data])

    def test_resharding_has_bounds(self) -> None:
        self.create(ShardCount=5)
        for target, reason in [
            (11, "cannot scale up over double your current open shard count. Current open shard count: 5 Target"),
            (2, "cannot scale down below half your current open shard count. Current open shard count: 5 Target"),
        ]:
            self.assertIn(reason, self.refused("LimitExceededException", self.resize, target=target))
        self.resize(10)
        self.resize(5)
        self.resize(3)

    def test_shards_show_once_the_stream_is_active(self) -> None:
        self.create()
        self.operations(kinesis_UpdateShardCount={"seconds": 0.4})
        self.resize(2)
        self.assertEqual((self.summary()["StreamStatus"], self.summary()["OpenShardCount"]), ("UPDATING", 1))
        self.refused("ResourceInUseException", self.resize, target=1)
        time.sleep(0.5)
        self.assertEqual((self.summary()["StreamStatus"], self.summary()["OpenShardCount"]), ("ACTIVE", 2))

    def test_single_shards_split_and_merge(self) -> None:
        self.create()
        (first,) = self.shards()
        split, merge = self.kinesis.split_shard, self.kinesis.merge_shards
        split(StreamName="s", ShardToSplit=first["ShardId"], NewStartingHashKey="1000")
        self.assertEqual(self.open_ranges(), [(0, 999), (1000, 2**128 - 1)])
        arguments = {"StreamName": "s", "NewStartingHashKey": "500"}
        self.refused("InvalidArgumentException", split, ShardToSplit=first["ShardId"], **arguments)
        self.refused("ResourceNotFoundException", split, ShardToSplit="shardId-000000000009", **arguments)
        low, high = (it["ShardId"] for it in self.shards()[1:])
        self.refused("InvalidArgumentException", split, ShardToSplit=high, **arguments)
        merge(StreamName="s", ShardToMerge=high, AdjacentShardToMerge=low)
        self.assertEqual(self.open_ranges(), [(0, 2**128 - 1)])
        self.refused("InvalidArgumentException", merge, StreamName="s", ShardToMerge=low, AdjacentShardToMerge=high)
        self.resize(2)
        self.resize(4)
        apart = [it["ShardId"] for it in self.shards(ShardFilter={"Type": "AT_LATEST"})]
        message = self.refused(
            "InvalidArgumentException", merge, StreamName="s", ShardToMerge=apart[0], AdjacentShardToMerge=apart[2]
        )
        self.assertIn("are not an adjacent pair of shards eligible for merging", message)

    def test_modes_switch(self) -> None:
        arn = self.create(ShardCount=2)

        def switch(mode: str) -> None:
            self.kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": mode})

        switch("ON_DEMAND")
        self.assertEqual((self.summary()["StreamModeDetails"]["StreamMode"], len(self.open_ranges())), ("ON_DEMAND", 2))
        message = self.refused("ValidationException", self.resize, target=4)
        self.assertEqual(message, f"Request is invalid. Stream s under account {ACCOUNT} is in On-Demand mode.")
        switch("PROVISIONED")
        switch("ON_DEMAND")
        self.settings(kinesis_daily_limits=True)
        self.refused("LimitExceededException", switch, mode="PROVISIONED")

    def test_a_stream_is_resharded_ten_times_a_day_where_it_is_counted(self) -> None:
        self.settings(kinesis_daily_limits=True)
        self.create()
        for number in range(10):
            self.resize(2 - number % 2)
        self.refused("LimitExceededException", self.resize, target=2)

    def test_a_hundred_shards_are_described_at_once(self) -> None:
        self.create(ShardCount=101)
        described = self.kinesis.describe_stream(StreamName="s", Limit=1000)["StreamDescription"]
        self.assertEqual((len(described["Shards"]), described["HasMoreShards"]), (100, True))

    def test_shards_have_pages(self) -> None:
        self.create(ShardCount=5)
        page = self.kinesis.list_shards(StreamName="s", MaxResults=3)
        self.refused("InvalidArgumentException", self.kinesis.list_shards, StreamName="s", NextToken=page["NextToken"])
        rest = self.kinesis.list_shards(NextToken=page["NextToken"])
        self.assertEqual((len(page["Shards"]), len(rest["Shards"])), (3, 2))
        self.assertNotIn("NextToken", rest)
        described = self.kinesis.describe_stream(StreamName="s", Limit=2)["StreamDescription"]
        self.assertEqual((len(described["Shards"]), described["HasMoreShards"]), (2, True))
        self.assertEqual(described["StreamModeDetails"], {"StreamMode": "PROVISIONED"})
        last = described["Shards"][-1]["ShardId"]
        described = self.kinesis.describe_stream(StreamName="s", ExclusiveStartShardId=last)["StreamDescription"]
        self.assertEqual((len(described["Shards"]), described["HasMoreShards"]), (3, False))


class Consumers(Kinesis):
    def register(self, stream: str, name: str = "c", **members: Any) -> str:
        answer = self.kinesis.register_stream_consumer(StreamARN=stream, ConsumerName=name, **members)
        return str(answer["Consumer"]["ConsumerARN"])

    def status(self, arn: str) -> str:
        description = self.kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
        return str(description["ConsumerStatus"])

    def test_a_consumer_is_found_by_its_arn_and_by_its_name(self) -> None:
        stream = self.create()
        arn = self.register(stream)
        self.assertRegex(arn, rf"^{stream}/consumer/c:\d{{10}}$")
        by_arn = self.kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
        by_name = self.kinesis.describe_stream_consumer(StreamARN=stream, ConsumerName="c")["ConsumerDescription"]
        self.assertEqual(by_arn, by_name)
        self.assertEqual((by_arn["StreamARN"], by_arn["ConsumerStatus"]), (stream, "ACTIVE"))
        self.refused("ResourceNotFoundException", self.status, arn=arn + "0")
        self.refused("InvalidArgumentException", self.kinesis.describe_stream_consumer, ConsumerName="c")
        self.assertEqual(self.summary()["ConsumerCount"], 1)

    def test_arns_are_of_the_region(self) -> None:
        stream = self.create()
        arn = self.register(stream).replace("us-east-1", "eu-west-1")
        elsewhere = stream.replace("us-east-1", "eu-west-1")
        for wrong, call, arguments in [
            (elsewhere, self.register, {"stream": elsewhere}),
            (elsewhere, self.kinesis.describe_stream_summary, {"StreamARN": elsewhere}),
            (elsewhere, self.kinesis.get_resource_policy, {"ResourceARN": elsewhere}),
            (arn, self.status, {"arn": arn}),
            (arn, self.kinesis.list_tags_for_resource, {"ResourceARN": arn}),
        ]:
            with self.subTest(arguments):
                message = self.refused("InvalidArgumentException", call, **arguments)
                self.assertEqual(
                    message, f"The region specified in the ARN '{wrong}' does not match the endpoint region"
                )

    def test_a_consumer_goes_through_its_states(self) -> None:
        seconds = {"seconds": 0.4}
        self.operations(kinesis_RegisterStreamConsumer=seconds, kinesis_DeregisterStreamConsumer=seconds)
        arn = self.register(self.create())
        self.assertEqual(self.status(arn), "CREATING")
        time.sleep(0.5)
        self.assertEqual(self.status(arn), "ACTIVE")
        self.kinesis.deregister_stream_consumer(ConsumerARN=arn)
        self.assertEqual(self.status(arn), "DELETING")
        time.sleep(0.5)
        self.refused("ResourceNotFoundException", self.status, arn=arn)

    def test_a_name_is_taken_and_consumers_are_few(self) -> None:
        stream = self.create()
        for number in range(20):
            self.register(stream, f"c{number}")
        self.refused("LimitExceededException", self.register, stream=stream)
        self.kinesis.deregister_stream_consumer(StreamARN=stream, ConsumerName="c3")
        message = self.refused("ResourceInUseException", self.register, stream=stream, name="c4")
        self.assertEqual(message, f"Consumer c4 under stream s already exists for account {ACCOUNT}.")
        self.register(stream)
        listed = self.kinesis.list_stream_consumers(StreamARN=stream, MaxResults=15)
        rest = self.kinesis.list_stream_consumers(StreamARN=stream, NextToken=listed["NextToken"])
        names = [it["ConsumerName"] for it in listed["Consumers"] + rest["Consumers"]]
        self.assertEqual(names, sorted({"c", *(f"c{number}" for number in range(20) if number != 3)}))

    def test_a_stream_with_consumers_is_deleted_by_force_only(self) -> None:
        arn = self.register(self.create())
        message = self.refused("ResourceInUseException", self.kinesis.delete_stream, StreamName="s")
        self.assertIn(f"DeleteStream can't delete {ACCOUNT}:s because there are consumers", message)
        self.kinesis.delete_stream(StreamName="s", EnforceConsumerDeletion=True)
        self.refused("ResourceNotFoundException", self.status, arn=arn)

    def test_consumers_have_tags(self) -> None:
        arn = self.register(self.create(), Tags={"a": "1"})
        self.kinesis.tag_resource(ResourceARN=arn, Tags={"b": "2"})
        self.kinesis.untag_resource(ResourceARN=arn, TagKeys=["a"])
        self.assertEqual(self.kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "b", "Value": "2"}])
        self.assertEqual(self.kinesis.list_tags_for_stream(StreamName="s")["Tags"], [])

    def test_streams_and_consumers_have_policies(self) -> None:
        stream = self.create()
        consumer = self.register(stream)
        for arn in (stream, consumer):
            with self.subTest(arn):
                policy = self.policy(arn)
                self.assertEqual(self.kinesis.get_resource_policy(ResourceARN=arn)["Policy"], "{}")
                self.refused("ResourceNotFoundException", self.kinesis.delete_resource_policy, ResourceARN=arn)
                self.kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
                self.assertEqual(self.kinesis.get_resource_policy(ResourceARN=arn)["Policy"], policy)
                self.kinesis.delete_resource_policy(ResourceARN=arn)
                self.assertEqual(self.kinesis.get_resource_policy(ResourceARN=arn)["Policy"], "{}")
                self.kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
        self.kinesis.delete_stream(StreamName="s", EnforceConsumerDeletion=True)
        self.refused("ResourceNotFoundException", self.kinesis.get_resource_policy, ResourceARN=consumer)
        self.create()
        self.assertEqual(self.kinesis.get_resource_policy(ResourceARN=stream)["Policy"], "{}")

    def policy(self, arn: str, **members: Any) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": ACCOUNT},
            "Action": ["kinesis:PutRecord", "kinesis:DescribeStreamSummary"],
            "Resource": arn,
            **members,
        }
        given = {name: value for name, value in statement.items() if value}
        return json.dumps({"Version": "2012-10-17", "Statement": [given]})

    def test_policies_are_looked_at(self) -> None:
        stream = self.create()
        for wrong, reason in [
            ("{", "not valid JSON"),
            ("{}", "Missing required field Statement"),
            ("[]", "Missing required field Statement"),
            (self.policy(stream, Principal=None), "Policy validation error: Missing required field Principal"),
            (
                self.policy(stream, NotPrincipal={"AWS": ACCOUNT}),
                "Policy validation error: Has prohibited field NotPrincipal",
            ),
            (self.policy(stream, Action="sqs:SendMessage"), "inconsistent with specified vendor"),
            (self.policy(stream, Action=["kinesis:*"]), "cannot contain invalid actions"),
            (self.policy(stream, Action="kinesis:Get*"), "cannot contain invalid actions"),
            (self.policy(stream + "x"), "The resource policy's resource must be the same as the resource ARN."),
            (self.policy("*"), "The resource policy's resource must be the same as the resource ARN."),
        ]:
            with self.subTest(wrong):
                call = self.kinesis.put_resource_policy
                self.assertIn(reason, self.refused("InvalidArgumentException", call, ResourceARN=stream, Policy=wrong))
        self.kinesis.put_resource_policy(ResourceARN=stream, Policy=self.policy(stream, Resource=[stream]))

    def test_a_policy_is_of_a_consumer_that_is_active(self) -> None:
        stream = self.create()
        self.operations(kinesis_RegisterStreamConsumer={"seconds": 60})
        arn = self.register(stream)
        put = self.kinesis.put_resource_policy
        message = self.refused("ResourceInUseException", put, ResourceARN=arn, Policy=self.policy(arn))
        self.assertRegex(
            message,
            rf"^Consumer c with creation timestamp \d+ under stream s and account {ACCOUNT} is not in ACTIVE status.$",
        )
        self.later(61)
        put(ResourceARN=arn, Policy=self.policy(arn))
