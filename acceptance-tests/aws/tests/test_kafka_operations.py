from tests.kafka import Kafka


class Operations(Kafka):
    def test_they_go_through_their_steps_by_the_clock(self) -> None:
        self.operations(kafka_UpdateClusterKafkaVersion={"seconds": 30})
        arn = self.create()
        operation = self.update(arn, "cluster_kafka_version", TargetKafkaVersion="3.8.x")
        seen = [(operation["OperationState"], *self.steps(operation))]
        while seen[-1][0] != "UPDATE_COMPLETE":
            self.later(1)
            operation = self.operation(operation["OperationArn"])
            now = (operation["OperationState"], *self.steps(operation))
            if now != seen[-1]:
                seen.append(now)
        self.assertEqual(
            seen,
            [
                ("PENDING", "PENDING", "PENDING", "PENDING"),
                ("UPDATE_IN_PROGRESS", "IN_PROGRESS", "PENDING", "PENDING"),
                ("UPDATE_IN_PROGRESS", "COMPLETED", "IN_PROGRESS", "PENDING"),
                ("UPDATE_IN_PROGRESS", "COMPLETED", "COMPLETED", "IN_PROGRESS"),
                ("UPDATE_COMPLETE", "COMPLETED", "COMPLETED", "COMPLETED"),
            ],
        )
        taken = operation["EndTime"] - operation["CreationTime"]
        self.assertAlmostEqual(taken.total_seconds(), 30, delta=0.01)

    def steps(self, operation: dict) -> list[str]:
        return [step["StepInfo"]["StepStatus"] for step in operation["OperationSteps"]]

    def test_one_that_fails_says_why(self) -> None:
        self.operations(
            kafka_UpdateMonitoring={"seconds": 30, "ends_badly": {"code": "Internal", "message": "no luck"}}
        )
        arn = self.create()
        operation = self.update(arn, "monitoring", EnhancedMonitoring="PER_BROKER")
        self.assertNotIn("ErrorInfo", operation)
        self.until(arn, "ACTIVE")
        operation = self.operation(operation["OperationArn"])
        self.assertEqual(operation["OperationState"], "UPDATE_FAILED")
        self.assertEqual(operation["ErrorInfo"], {"ErrorCode": "Internal", "ErrorString": "no luck"})
        self.assertEqual(self.steps(operation), ["COMPLETED", "FAILED", "PENDING"])
        self.assertIn("EndTime", operation)

    def test_the_newest_is_the_first_of_a_list(self) -> None:
        arn = self.create()
        self.create("other")
        made = [
            self.update(arn, "broker_count", TargetNumberOfBrokerNodes=6),
            self.update(arn, "monitoring", EnhancedMonitoring="PER_BROKER"),
            self.update(arn, "broker_type", TargetInstanceType="kafka.m5.xlarge"),
        ]
        for pages in ("list_cluster_operations", "list_cluster_operations_v2"):
            found = self.kafka.get_paginator(pages).paginate(ClusterArn=arn, PaginationConfig={"PageSize": 2})
            arns = [one["OperationArn"] for page in found for one in page["ClusterOperationInfoList"]]
            self.assertEqual(arns, [one["OperationArn"] for one in reversed(made)])
        self.assertEqual(self.kafka.list_cluster_operations(ClusterArn=arn)["ClusterOperationInfoList"], made[::-1])

    def test_both_versions_of_the_api_describe_the_same(self) -> None:
        arn = self.create()
        first = self.update(arn, "broker_count", TargetNumberOfBrokerNodes=6)
        self.assertRegex(first["OperationArn"], arn.replace(":cluster/", ":cluster-operation/") + r"/[0-9a-f-]{36}$")
        answer = self.kafka.describe_cluster_operation_v2(ClusterOperationArn=first["OperationArn"])
        second = answer["ClusterOperationInfo"]
        self.assertEqual(second["ClusterType"], "PROVISIONED")
        self.assertEqual(second["StartTime"], first["CreationTime"])
        for name in ("ClusterArn", "EndTime", "OperationArn", "OperationState", "OperationType"):
            self.assertEqual(second[name], first[name])
        for name in ("OperationSteps", "SourceClusterInfo", "TargetClusterInfo"):
            self.assertEqual(second["Provisioned"][name], first[name])

    def test_what_is_not_there(self) -> None:
        arn = self.create()
        missing = arn.replace(":cluster/", ":cluster-operation/") + "/x"
        for describe in (self.kafka.describe_cluster_operation, self.kafka.describe_cluster_operation_v2):
            self.bad("operationArn", describe, "NotFoundException", ClusterOperationArn=missing)
            self.bad("operationArn", describe, ClusterOperationArn=arn)
