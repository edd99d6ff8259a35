package dev.partitura.ui.training;

import dev.partitura.ui.action.Command;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.function.Consumer;

/// What can be done with a training by name and key.
public final class TrainingCommands {
  private final Session session;
  private final TrainingRunner trainer;
  private final Runnable ask;
  private final Texts texts;

  /// @param ask asks how to train
  public TrainingCommands(Session session, TrainingRunner trainer, Runnable ask) {
    this.session = session;
    this.trainer = trainer;
    this.ask = ask;
    texts = session.texts(TrainingCommands.class);
  }

  public List<Command> commands() {
    var group = texts.get("group.run");
    var live = session.results().trainingProperty();
    var able = trainer.ableProperty().and(live.isNull());
    return List.of(
        Command.of("train.ask", group, texts.get("command.ask"), "Shortcut+T", able, ask),
        Command.of(
            "train.start",
            group,
            texts.get("command.start"),
            "Shortcut+Shift+Enter",
            able,
            () -> trainer.start(trainer.settings())),
        Command.of(
            "train.goOn",
            group,
            texts.get("command.goOn"),
            "",
            able.and(session.results().trainedProperty().isNotNull()),
            trainer::goOn),
        Command.of(
            "train.pause",
            group,
            texts.get("command.pause"),
            "Shortcut+P",
            live.isNotNull(),
            () -> with(training -> training.setPaused(!training.pausedProperty().get()))),
        Command.of(
            "train.stop",
            group,
            texts.get("command.stop"),
            "",
            live.isNotNull(),
            () -> with(LiveTraining::stop)));
  }

  private void with(Consumer<LiveTraining> action) {
    var training = session.results().trainingProperty().get();
    if (training != null) {
      action.accept(training);
    }
  }
}
