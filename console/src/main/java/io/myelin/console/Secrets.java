package io.myelin.console;

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
record Secrets(List<String> values) {

    /** Which client properties, and which options of a JAAS entry, hold secrets. */
    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passwd|secret|jaas|token|credential|[._]key$|^key$");

    private static final Pattern JAAS_OPTION =
            Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;]+))");

    private static final String MASK = "****";

    Secrets {
        values = values.stream()
                .filter(value -> !value.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Returns what the client properties hold that nobody should see. */
    static Secrets of(Map<String, String> clientProperties) {
        List<String> values = new ArrayList<>();
        clientProperties.forEach((name, value) -> {
            if (isSecret(name)) {
                values.add(value);
                addOptions(value, values);
            }
        });
        return new Secrets(values);
    }

    /** Returns the message with every secret replaced. */
    String hide(String message) {
        String hidden = message;
        for (String value : values) {
            hidden = hidden.replace(value, MASK);
        }
        return hidden;
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

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Says how many there are, and none of them. */
    @Override
    public String toString() {
        return "Secrets[" + values.size() + "]";
    }
}
