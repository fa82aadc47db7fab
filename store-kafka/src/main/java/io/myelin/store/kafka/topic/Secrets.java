package io.myelin.store.kafka.topic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that no message may show: Kafka's clients put a property's value into some of their complaints.
 *
 * @param values the longest first, so that none is left over in pieces
 */
public record Secrets(List<String> values) {

    /** Which client properties, and which options of a JAAS entry, hold secrets. */
    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passwd|secret|jaas|token|credential|[._]key$|^key$");

    private static final Pattern JAAS_OPTION =
            Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;]+))");

    private static final Pattern USER_NAME = Pattern.compile("\\busername\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s;]+)");
    private static final Pattern OPTION_NAME = Pattern.compile("\\b[\\w.]+\\s*=");

    /** Shorter ones would mask half of any message. */
    private static final Pattern WORD = Pattern.compile("[^\\s\"'=;]{4,}");

    private static final Pattern KNOWN_WORD = Pattern.compile(
            "(?i)required|requisite|sufficient|optional|username|password|true|false|[\\w.]+LoginModule");

    private static final String MASK = "****";

    /** Sorts them. */
    public Secrets {
        values = values.stream()
                .filter(value -> !value.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Returns what the client properties hold that nobody should see. */
    public static Secrets of(Map<String, String> clientProperties) {
        List<String> values = new ArrayList<>();
        clientProperties.forEach((name, value) -> {
            if (isSecret(name)) {
                values.add(value);
                addOptions(value, values);
                if (name.contains("jaas")) {
                    addWords(value, values);
                }
            }
        });
        return new Secrets(values);
    }

    /** Returns the message with every secret replaced. */
    public String hide(String message) {
        String hidden = message;
        for (String value : values) {
            hidden = hidden.replace(value, MASK);
        }
        return hidden;
    }

    /** Returns whether a stack trace of the exception would show one. */
    public boolean areIn(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (!hide(message).equals(message)) {
                return true;
            }
        }
        return false;
    }

    /** A JAAS entry is a list of options; the user's name among them is no secret, and helps. */
    private static void addOptions(String entry, List<String> values) {
        Matcher option = JAAS_OPTION.matcher(entry);
        while (option.find()) {
            if (!option.group(1).equals("username")) {
                for (int group = 2; group <= option.groupCount(); group++) {
                    if (option.group(group) != null) {
                        values.add(option.group(group));
                    }
                }
            }
        }
    }

    /**
     * Whatever of a JAAS entry is neither an option's name, the user's, nor that of a login module: where a quote or a semicolon is
     * missing, Kafka takes a password for one of its own words, and complains about it.
     */
    private static void addWords(String entry, List<String> values) {
        String rest = USER_NAME.matcher(entry).replaceAll(" ");
        Matcher word = WORD.matcher(OPTION_NAME.matcher(rest).replaceAll(" "));
        while (word.find()) {
            if (!KNOWN_WORD.matcher(word.group()).matches()) {
                values.add(word.group());
            }
        }
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Says how many there are, and none of them. */
    @Override
    public String toString() {
        return "Secrets[" + values.size() + "]";
    }
}
