package dev.partitura.ui.serving;

import dev.partitura.ui.action.Command;
import dev.partitura.ui.session.Session;
import java.util.List;

/// What can be done with serving by name and key.
public final class ServingCommands {
  private final Session session;
  private final ServingRunner server;

  public ServingCommands(Session session, ServingRunner server) {
    this.session = session;
    this.server = server;
  }

  public List<Command> commands() {
    var texts = session.texts(ServingCommands.class);
    var group = texts.get("group.run");
    var results = session.results();
    var able = server.ableProperty().and(results.servingProperty().isNull());
    return List.of(
        Command.of(
            "serve.start",
            group,
            texts.get("command.start"),
            "Shortcut+Alt+Enter",
            able,
            () -> {
              session.commands().fire("view.show.serving");
              server.start();
            }),
        Command.of(
            "serve.sweep",
            group,
            texts.get("command.sweep"),
            "",
            able,
            () -> {
              session.commands().fire("view.show.serving");
              server.sweep(false);
            }),
        Command.of(
            "serve.sweepAll",
            group,
            texts.get("command.sweepAll"),
            "",
            able,
            () -> {
              session.commands().fire("view.show.serving");
              server.sweep(true);
            }),
        Command.of(
            "serve.stop",
            group,
            texts.get("command.stop"),
            "",
            results.servingProperty().isNotNull(),
            server::stop),
        Command.of(
            "serve.requests",
            group,
            texts.get("command.requests"),
            "",
            results.servedProperty().isNotNull().and(results.servingProperty().isNull()),
            () -> {
              server.showRequests();
              session.commands().fire("view.show.timeline");
            }));
  }
}
