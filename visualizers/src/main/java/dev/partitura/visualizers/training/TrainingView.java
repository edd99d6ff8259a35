package dev.partitura.visualizers.training;

import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.CourseAxis;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.chart.ChartCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The training under way, or that of the shown run, beside those that were chosen in the list of
/// runs or else all others of the project: its numbers, and loss and accuracy by step or by the
/// bytes that were moved between devices.
public final class TrainingView implements Visualizer {
  @Override
  public String id() {
    return "training";
  }

  @Override
  public String title(Language language) {
    return Texts.of(TrainingView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.TRENDING_DOWN;
  }

  @Override
  public boolean holdsForOldRuns() {
    return true;
  }

  @Override
  public Node create(Session session) {
    return new Board(session);
  }

  private static final class Board extends StackPane {
    private static final int MOST_COURSES = 8;

    private final Session session;
    private final Texts texts;
    private final TrainingFacts facts;
    private final ChartCard loss;
    private final ChartCard accuracy;
    private final SegmentedRow<CourseAxis> axis;
    private final Label hint = new Label();
    private final EmptyState nothingMoved;
    private final HBox cards;
    private final EmptyState empty;
    private final ChangeListener<Number> hear = (_, _, _) -> show();

    Board(Session session) {
      this.session = session;
      texts = session.texts(TrainingView.class);
      facts = new TrainingFacts(session, texts);
      loss = new ChartCard(session, texts.get("loss.steps"));
      accuracy = new ChartCard(session, texts.get("accuracy.steps"));
      axis =
          new SegmentedRow<>(List.of(CourseAxis.values()), each -> texts.get("axis." + word(each)));
      axis.setId("training-axis");
      for (var each : CourseAxis.values()) {
        axis.explain(each, texts.get("axis." + word(each) + ".explain"));
      }
      axis.valueProperty().bindBidirectional(session.results().courseAxisProperty());
      hint.setId("training-hint");
      hint.getStyleClass().addAll("muted", "size-11");
      hint.setWrapText(true);
      hint.setMinHeight(USE_PREF_SIZE);
      HBox.setHgrow(hint, Priority.ALWAYS);
      nothingMoved = new EmptyState(Feather.TRENDING_DOWN, texts.get("moved.none"));
      HBox.setHgrow(loss, Priority.ALWAYS);
      HBox.setHgrow(accuracy, Priority.ALWAYS);
      // As wide as each other, whatever they show.
      loss.setPrefWidth(1);
      accuracy.setPrefWidth(1);
      var head = new HBox(12, axis, hint);
      head.setAlignment(Pos.CENTER_LEFT);
      var curves = new StackPane(new HBox(8, loss, accuracy), nothingMoved);
      curves.setMinSize(0, 0);
      VBox.setVgrow(curves, Priority.ALWAYS);
      var charts = new VBox(6, head, curves);
      charts.setMinWidth(0);
      HBox.setHgrow(charts, Priority.ALWAYS);
      cards = new HBox(8, facts, charts);
      cards.setPadding(new Insets(8, 12, 12, 12));
      empty = new EmptyState(Feather.TRENDING_DOWN, texts.get("empty"));
      var ask = new Button(texts.get("train"));
      ask.setOnAction(_ -> session.commands().fire("train.ask"));
      ask.disableProperty().bind(session.results().trainingProperty().isNotNull());
      empty.add(ask);
      getChildren().addAll(cards, empty);
      setMinSize(0, 0);
      var training = session.results().trainingProperty();
      training.addListener((_, before, now) -> follow(before, now));
      follow(null, training.get());
      session.currentRunProperty().addListener(_ -> show());
      session.results().comparedProperty().addListener(_ -> show());
      session.results().courseAxisProperty().addListener(_ -> show());
      session.runs().addListener((ListChangeListener<Run>) _ -> show());
    }

    private void follow(@Nullable LiveTraining before, @Nullable LiveTraining now) {
      if (before != null) {
        before.changesProperty().removeListener(hear);
      }
      if (now != null) {
        now.changesProperty().addListener(hear);
      }
      show();
    }

    private void show() {
      var live = session.results().trainingProperty().get();
      var shown = shownRun();
      boolean none = live == null && shown == null;
      empty.setVisible(none);
      cards.setVisible(!none);
      if (none) {
        return;
      }
      var courses = new ArrayList<Course>();
      if (live != null) {
        facts.show(live);
        courses.add(new Course(texts.get("live", live.number()), live.history()));
      } else if (shown != null) {
        facts.show(shown);
        courses.add(course(shown));
      }
      for (var run : others()) {
        if ((live != null || !run.equals(shown)) && courses.size() < MOST_COURSES) {
          courses.add(course(run));
        }
      }
      show(courses);
    }

    private void show(List<Course> courses) {
      var along = session.results().courseAxisProperty().get();
      var charts = new TrainingCharts(texts, along);
      var drawn = courses.stream().filter(charts::draws).toList();
      nothingMoved.setVisible(drawn.isEmpty());
      loss.setVisible(!drawn.isEmpty());
      accuracy.setVisible(!drawn.isEmpty());
      hint.setText(along == CourseAxis.BYTES && drawn.size() == 1 ? texts.get("moved.one") : "");
      loss.rename(texts.get("loss." + word(along)));
      accuracy.rename(texts.get("accuracy." + word(along)));
      loss.show(charts.loss(drawn));
      accuracy.show(charts.accuracy(drawn));
    }

    private static String word(CourseAxis axis) {
      return axis.name().toLowerCase(Locale.ROOT);
    }

    /// Those that were chosen in the list of runs; where none was, all, the newest first.
    private List<Run> others() {
      var trained = trained();
      var chosen =
          session.results().comparedProperty().get().stream().filter(trained::contains).toList();
      return chosen.isEmpty() ? trained.reversed() : chosen;
    }

    private Course course(Run run) {
      var name = "#" + run.number() + " " + PlanLabel.of(run, session.texts(PlanLabel.class));
      return new Course(name, history(run));
    }

    private static TrainingHistory history(Run run) {
      return Objects.requireNonNull(run.provenance().training());
    }

    private List<Run> trained() {
      return session.runs().stream().filter(run -> run.provenance().training() != null).toList();
    }

    /// The shown run where it is a training, else the latest that is one.
    private @Nullable Run shownRun() {
      var current = session.currentRun();
      var trained = trained();
      return current != null && trained.contains(current)
          ? current
          : trained.isEmpty() ? null : trained.getLast();
    }
  }
}
