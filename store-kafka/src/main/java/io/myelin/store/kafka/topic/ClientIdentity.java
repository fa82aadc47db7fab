package io.myelin.store.kafka.topic;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who this client is to the brokers, as far as its own properties tell: Kafka has no question for it.
 *
 * @param servers the addresses of the brokers
 * @param principal as {@code kafka-acls.sh} takes it, or a placeholder in angle brackets
 * @param secured whether command line tools need a properties file to get in
 */
record ClientIdentity(String servers, String principal, boolean secured) {

    private static final Pattern USER_NAME = Pattern.compile("\\busername\\s*=\\s*\"([^\"]+)\"");

    static ClientIdentity of(Map<String, String> clientProperties) {
        String protocol =
                clientProperties.getOrDefault("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
        return new ClientIdentity(
                servers(clientProperties), principal(protocol, clientProperties), !protocol.equals("PLAINTEXT"));
    }

    private static String servers(Map<String, String> clientProperties) {
        String servers = clientProperties.getOrDefault("bootstrap.servers", "");
        if (servers.isBlank()) {
            throw new IllegalArgumentException("The client properties have no bootstrap.servers, so no broker can be"
                    + " found. Add them as host:port, separated by commas.");
        }
        return servers;
    }

    private static String principal(String protocol, Map<String, String> clientProperties) {
        if (protocol.startsWith("SASL")) {
            Matcher matcher = USER_NAME.matcher(clientProperties.getOrDefault("sasl.jaas.config", ""));
            return "User:" + (matcher.find() ? matcher.group(1) : "<the name this client logs in with>");
        }
        if (protocol.equals("SSL")) {
            return clientProperties.containsKey("ssl.keystore.location")
                            || clientProperties.containsKey("ssl.keystore.certificate.chain")
                    ? "User:<the subject of the client's certificate>"
                    : "User:ANONYMOUS";
        }
        return "User:ANONYMOUS";
    }
}
