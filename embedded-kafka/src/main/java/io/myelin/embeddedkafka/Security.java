package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who gets in over SASL_SSL (PLAIN within TLS), and the broker's own certificate, which is made by the JDK's {@code keytool}.
 *
 * @param admin whom ACLs don't bind; the broker itself logs in as this user
 * @param users who may do what ACLs allow them
 */
record Security(Login admin, List<Login> users) {

    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    /** It protects a file that lies beside it, which is of use to nobody. */
    private static final String STORE_PASSWORD = "changeit";

    private static final String KEY_STORE = "broker.p12";
    private static final String CERTIFICATE = "broker.pem";

    /** Makes a key in about a second; a tool that hangs must not hang its caller. */
    private static final int KEYTOOL_SECONDS_MAX = 60;

    Security {
        requireNonNull(admin, "admin");
        users = List.copyOf(users);
    }

    /** The broker's properties; makes its certificate if the directory has none. */
    Map<String, String> brokerProperties(Path directory) {
        makeCertificate(directory);
        Map<String, String> p = new HashMap<>();
        p.put(
                "listener.security.protocol.map",
                NodeProperties.CLIENT_LISTENER + ":SASL_SSL," + NodeProperties.CONTROLLER_LISTENER + ":SASL_SSL");
        p.put("sasl.enabled.mechanisms", "PLAIN");
        p.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        p.put("sasl.mechanism.controller.protocol", "PLAIN");
        for (String listener : List.of(NodeProperties.CLIENT_LISTENER, NodeProperties.CONTROLLER_LISTENER)) {
            p.put("listener.name.%s.plain.sasl.jaas.config".formatted(listener.toLowerCase(Locale.ROOT)), jaas());
        }
        p.put("ssl.keystore.type", "PKCS12");
        p.put("ssl.keystore.location", directory.resolve(KEY_STORE).toString());
        p.put("ssl.keystore.password", STORE_PASSWORD);
        p.put("ssl.truststore.type", "PEM");
        p.put("ssl.truststore.location", directory.resolve(CERTIFICATE).toString());
        p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.put("super.users", "User:" + admin.user());
        return p;
    }

    /** What a client needs beside the broker's address. */
    Map<String, String> clientProperties(Path directory, Login login) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                PLAIN_LOGIN + " username=\"%s\" password=\"%s\";".formatted(login.user(), login.password()),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                directory.resolve(CERTIFICATE).toString());
    }

    private String jaas() {
        StringBuilder line = new StringBuilder(PLAIN_LOGIN)
                .append(" username=\"%s\" password=\"%s\"".formatted(admin.user(), admin.password()));
        line.append(" user_%s=\"%s\"".formatted(admin.user(), admin.password()));
        users.forEach(user -> line.append(" user_%s=\"%s\"".formatted(user.user(), user.password())));
        return line.append(';').toString();
    }

    private static void makeCertificate(Path directory) {
        if (Files.exists(directory.resolve(CERTIFICATE))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve(KEY_STORE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keytool(
                directory,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "3650",
                "-dname",
                "CN=embedded broker",
                "-ext",
                "san=ip:" + NodeProperties.HOST + ",dns:localhost");
        // Last, as its presence means that all is there.
        keytool(
                directory,
                "-exportcert",
                "-rfc",
                "-file",
                directory.resolve(CERTIFICATE).toString());
    }

    private static void keytool(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias",
                "broker",
                "-storetype",
                "PKCS12",
                "-keystore",
                directory.resolve(KEY_STORE).toString(),
                "-storepass",
                STORE_PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.txt").toFile())
                    .start();
            if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new EmbeddedKafkaException(
                        "The JDK's keytool made no certificate for the broker, so it can't speak TLS: "
                                + Files.readString(directory.resolve("keytool.txt")),
                        null);
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "The JDK's keytool can't be run, so the broker has no certificate and can't speak TLS. It is expected at "
                            + command.get(0) + ".",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException("Interrupted while the broker's certificate was made.", e);
        }
    }
}
