package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.myelin.retry.parking.ParkedGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which database it is, the same for all commands on what is parked. */
final class JdbcConnection {

    /** Long enough for a server far away, short enough for a person who mistyped its address. */
    private static final long PATIENCE_MS = 15_000;

    private static final String H2 = "jdbc:h2:";

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            required = true,
            description = "The database of the projections, as jdbc:postgresql://HOST/NAME.")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who logs in.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password on its first line (default: the environment's MYELIN_JDBC_PASSWORD).")
    private @Nullable Path passwordFile;

    /** Does something with what is parked there. */
    <R> R with(Clock clock, Function<ParkedGroups, R> work) {
        try (HikariDataSource dataSource = open()) {
            return work.apply(ParkedGroups.in(dataSource, clock));
        }
    }

    private HikariDataSource open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(existing(url));
        config.setUsername(user);
        config.setPassword(password());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(PATIENCE_MS);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw ConsoleException.failed(
                    "The database %s can't be opened: %s. See whether address, user and password are right. An H2 file can be open in one process only: stop the application first."
                            .formatted(place(), rootOf(e)));
        }
    }

    /** H2 would make an empty database of a mistyped name. */
    private static String existing(String url) {
        return url.startsWith(H2) && !url.toUpperCase(Locale.ROOT).contains("IFEXISTS") ? url + ";IFEXISTS=TRUE" : url;
    }

    private @Nullable String password() {
        if (passwordFile == null) {
            return System.getenv("MYELIN_JDBC_PASSWORD");
        }
        try (var lines = Files.lines(passwordFile, UTF_8)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw ConsoleException.usage(
                    "The file '%s', which --password-file names, can't be read.".formatted(passwordFile));
        }
    }

    /** The URL without what may hold a password. */
    private String place() {
        return "'" + url.split("[?;]", 2)[0] + "'";
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
