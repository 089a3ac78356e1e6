from standin import operations, patches, services
from tests.running import Running


class Services(Running):
    def test_each_operation_of_a_service_that_is_ours_is_answered(self) -> None:
        patches.apply()
        for name, service in services.KNOWN.items():
            with self.subTest(name):
                self.assertEqual(sorted(service.functions), sorted(operations.model(name).operation_names))

    def test_an_operation_that_nobody_answers_is_said_to_be_missing(self) -> None:
        self.refused("NotImplemented", self.client("kinesis").list_channels)
        self.assertEqual([note["status"] for note in self.violations()], [501])
        self.raw("POST", "/moto-api/reset")
