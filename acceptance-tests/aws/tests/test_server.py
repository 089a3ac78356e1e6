import os
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

from standin.settings import Settings, UnknownSetting
from tests.running import Running

HERE = Path(__file__).resolve().parent.parent


class Program(unittest.TestCase):
    def start(self, *options, **how):
        return subprocess.Popen(
            [sys.executable, "-m", "standin", *options],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **how,
        )

    def test_it_says_one_line_and_ends_with_its_input(self):
        with self.start("--exit-with-input") as server:
            url = server.stdout.readline().strip()
            self.assertRegex(url, r"^http://127\.0\.0\.1:\d+$")
            self.assertEqual(urllib.request.urlopen(url + "/moto-api/standin/refusals", timeout=30).read(), b"[]")
            out, err = server.communicate(timeout=30)
        self.assertEqual((out, err, server.returncode), ("", "", 0))

    def test_a_port_that_is_taken_is_an_error_in_one_line(self):
        with self.start("--exit-with-input") as first:
            port = first.stdout.readline().strip().rpartition(":")[2]
            with self.start("-p", port) as second:
                out, err = second.communicate(timeout=30)
            first.communicate(timeout=30)
        self.assertEqual((out, second.returncode), ("", 1))
        self.assertIn(f"127.0.0.1:{port}", err)
        self.assertEqual(len(err.strip().splitlines()), 1, err)


class Admin(Running):
    def test_a_reset_takes_settings_and_resources_back(self):
        self.settings(sqs_deleted_recently_seconds=60)
        self.client("sqs").create_queue(QueueName="q")
        self.raw("POST", "/moto-api/reset")
        self.assertIn('"sqs_deleted_recently_seconds": 0.0', self.raw("GET", "/moto-api/standin/settings")[1])
        self.assertNotIn("QueueUrls", self.client("sqs").list_queues())

    def test_unknown_settings_are_refused(self):
        for values in ({"sqs": 1}, {"sqs_one_encryption": "perhaps"}, {"sqs_deleted_recently_seconds": "long"}):
            self.assertEqual(self.settings(**values)[0], 400)
        self.assertEqual(self.raw("POST", "/moto-api/standin/settings", "[")[0], 400)
        self.assertEqual(self.raw("GET", "/moto-api/standin/other")[0], 404)


class OfTheEnvironment(unittest.TestCase):
    def test_a_variable_holds_for_the_life_of_the_server(self):
        settings = Settings({"STANDIN_SQS_DELETED_RECENTLY_SECONDS": "60"})
        settings.update({"sqs_deleted_recently_seconds": 1})
        settings.reset()
        self.assertEqual(settings["sqs_deleted_recently_seconds"], 60)

    def test_a_variable_that_is_wrong_stops_the_server(self):
        with self.assertRaises(UnknownSetting):
            Settings({"STANDIN_SQS_ONE_ENCRYPTION": "2"})

    def test_changes_are_all_or_none(self):
        settings = Settings(os.environ)
        with self.assertRaises(UnknownSetting):
            settings.update({"sqs_one_encryption": False, "other": 1})
        self.assertTrue(settings["sqs_one_encryption"])
