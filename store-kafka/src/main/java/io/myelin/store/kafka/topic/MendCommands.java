package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.topic.DescribedTopic.Right;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of Kafka's own tools that mend a finding, ready to be copied into a shell. */
record MendCommands(ClientIdentity client) {

    String set(String topic, String setting, String value) {
        return tool(
                "kafka-configs.sh",
                "--entity-type topics --entity-name %s --alter --add-config %s=%s".formatted(topic, setting, value));
    }

    String create(TopicPlan plan) {
        String settings = plan.settings().entrySet().stream()
                .map(setting -> " --config " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
        return tool(
                "kafka-topics.sh",
                "--create --topic %s --partitions 1 --replication-factor %d%s"
                        .formatted(plan.topic(), plan.replicas(), settings));
    }

    String delete(String topic) {
        return tool("kafka-topics.sh", "--delete --topic " + topic);
    }

    String grant(String topic, Collection<Right> rights) {
        String operations = rights.stream()
                .map(right -> " --operation " + right.operation())
                .collect(Collectors.joining());
        return tool(
                "kafka-acls.sh",
                "--add --allow-principal '%s'%s --topic %s".formatted(client.principal(), operations, topic));
    }

    String placeOn(String topic, List<Integer> brokers) {
        String plan = "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"replicas\":%s}]}"
                .formatted(topic, brokers.toString().replace(" ", ""));
        return "echo '%s' > replicas.json && ".formatted(plan)
                + tool("kafka-reassign-partitions.sh", "--reassignment-json-file replicas.json --execute");
    }

    String list() {
        return tool("kafka-topics.sh", "--list");
    }

    String askVersions() {
        return tool("kafka-broker-api-versions.sh", "").strip();
    }

    private String tool(String name, String arguments) {
        String access = client.secured() ? " --command-config client.properties " : " ";
        return name + " --bootstrap-server " + client.servers() + access + arguments;
    }
}
