package io.myelin.sample;

import io.myelin.sample.intake.Intake;
import io.myelin.sample.intake.IntakeException;
import io.myelin.sample.intake.IntakePlan;
import io.myelin.sample.intake.IntakeResult;
import io.myelin.sample.intake.IntakeWatch;
import io.myelin.sample.intake.OrderFile;
import io.myelin.sample.intake.OrderFileException;
import io.myelin.sample.intake.OrderFileReader;

/** One run of the demo, from an orders file to the summary. Used once, by one thread. */
final class DemoRun {

    private final DemoSettings settings;
    private final DataDirectory directory;
    private final Surroundings surroundings;
    private final Messages messages;

    DemoRun(DemoSettings settings, DataDirectory directory, Surroundings surroundings) {
        this.settings = settings;
        this.directory = directory;
        this.surroundings = surroundings;
        this.messages = new Messages(surroundings.screen(), surroundings.clock());
    }

    /**
     * Runs, and closes what it opened.
     *
     * @return whether it came to its end and the read models hold what they should
     */
    boolean run() throws Exception {
        Shop.checkPort(settings.port());
        OrderFile file = read();
        if (settings.fresh()) {
            directory.startOver();
        }
        messages.say("Starting broker, event store and read models in %s ...", directory);
        boolean complete;
        try (Shop shop = Shop.open(settings, directory)) {
            if (shop.readModelsAreNew()) {
                messages.say("The last run was cut off, so the read models are built anew from the log.");
            }
            complete = run(shop, file);
        }
        if (surroundings.stop().isWished()) {
            messages.say("Stopped. What was placed is kept; ./demo goes on with it.");
        }
        return complete;
    }

    private OrderFile read() {
        try {
            OrderFile file = settings.orders().map(OrderFileReader::read).orElseGet(OrderFileReader::readSuperstore);
            messages.list("broken, and left out; the rest of " + file.name() + " goes on", file.brokenLines());
            return file;
        } catch (OrderFileException e) {
            throw DemoException.usage(
                    "--orders %s: %s".formatted(settings.orders().orElseThrow(), e.getMessage()), e);
        }
    }

    private boolean run(Shop shop, OrderFile file) throws InterruptedException {
        CatchUp catchUp = new CatchUp(shop, messages, surroundings);
        if (!catchUp.await("Catching up")) {
            return false;
        }
        IntakePlan plan = IntakePlan.of(file, shop.readModels().contents());
        IntakeResult result = takeIn(plan, shop, file);
        if (result.stopped() || !catchUp.await("Projecting")) {
            return false;
        }
        new Summary(shop.readModels()).lines().forEach(surroundings.out()::println);
        Verdict verdict = Verdict.on(shop.readModels(), file, result);
        verdict.lines().forEach(surroundings.out()::println);
        return verdict.isGood();
    }

    private IntakeResult takeIn(IntakePlan plan, Shop shop, OrderFile file) throws InterruptedException {
        if (plan.commands() == 0) {
            messages.say("All of %s is there already; nothing is placed twice.", file.name());
            return IntakeResult.NOTHING;
        }
        Progress progress = messages.progress("Taking in", plan.commands());
        IntakeResult result;
        try {
            result = new Intake(shop::send, watch(progress)).run(plan);
        } catch (IntakeException e) {
            throw DemoException.failure(e.getMessage() + " What was placed is kept; ./demo goes on with it.", e);
        } finally {
            progress.end();
        }
        messages.list("refused by the shop; the rest went on", result.refusals());
        return result;
    }

    private IntakeWatch watch(Progress progress) {
        return new IntakeWatch() {
            @Override
            public void answered(int commands) {
                progress.done(commands);
            }

            @Override
            public boolean stopRequested() {
                return surroundings.stop().isWished();
            }
        };
    }
}
