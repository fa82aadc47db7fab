package io.myelin.console;

import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.ParkedGroups;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the acts on one parked sequence have in common. */
abstract class ActOnSequence implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "GROUP", description = "The projection's name.")
    String group = "";

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "As 'retry list' shows it.")
    String sequence = "";

    @Mixin
    private ActOptions act = new ActOptions();

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    ActOnSequence(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Does it, or throws a {@link ConsoleException} if there was nothing to do it to. */
    abstract void act(ParkedGroups groups, Act by);

    void say(String format, Object... values) {
        surroundings.say(format, values);
    }

    @Override
    public Integer call() {
        Act by = act.act();
        return connection.with(surroundings.clock(), groups -> {
            act(groups, by);
            return ExitCode.DONE;
        });
    }
}
