package dev.partitura.ui.session;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadStretch;
import dev.partitura.engine.execute.serve.live.LoadWatch;
import dev.partitura.ui.background.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/// A load under way, or a search for the highest one, as screens follow it. Screens hear of news at
/// most once a frame. Used on the FX thread but for [#watch()], [#begins], [#loads] and [#tried].
public final class LiveServing {
  private final ServingSettings settings;
  private final boolean searches;
  private final Background background;
  private final Told told;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
  private volatile boolean stopped;

  /// What the threads that serve have told; guarded by itself.
  private static final class Told {
    private ServedWhat what;
    private @Nullable Load load;
    private List<DeviceId> devices = List.of();
    private final List<LoadStretch> stretches = new ArrayList<>();
    private final List<Swept> swept = new ArrayList<>();

    private Told(ServedWhat what) {
      this.what = what;
    }
  }

  /// What is known of a load under way.
  ///
  /// @param load null while the plan is loaded and measured
  /// @param swept what a search has found so far, plan by plan
  public record State(
      ServedWhat what,
      @Nullable Load load,
      List<DeviceId> devices,
      List<LoadStretch> stretches,
      List<Swept> swept) {}

  /// @param searches whether it looks for the highest load of plans
  public LiveServing(
      ServedWhat what, ServingSettings settings, boolean searches, Background background) {
    this.settings = settings;
    this.searches = searches;
    this.background = background;
    told = new Told(what);
  }

  public ServingSettings settings() {
    return settings;
  }

  public boolean searches() {
    return searches;
  }

  /// Counts up whenever there is news.
  public ReadOnlyIntegerProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }

  /// What is known so far. Cost O(stretches).
  public State state() {
    synchronized (told) {
      return new State(
          told.what, told.load, told.devices, List.copyOf(told.stretches), List.copyOf(told.swept));
    }
  }

  /// Ends the load now; what was measured is told. Any thread.
  public void stop() {
    stopped = true;
  }

  /// Whether it was asked to end before its time. Any thread.
  public boolean isStopped() {
    return stopped;
  }

  /// A plan is loaded and measured next. Any thread.
  public void loads(ServedWhat what) {
    synchronized (told) {
      told.what = what;
      told.load = null;
      told.stretches.clear();
    }
    tell();
  }

  /// A load begins. Any thread.
  public void begins(Load load) {
    synchronized (told) {
      told.load = load;
      told.stretches.clear();
    }
    tell();
  }

  /// A search has tried one more rate; takes the place of what was known of that plan. Any thread.
  public void tried(Swept swept) {
    synchronized (told) {
      told.swept.removeIf(each -> each.what().equals(swept.what()));
      told.swept.add(swept);
    }
    tell();
  }

  /// What hears of the load. Called by the threads that serve.
  public LoadWatch watch() {
    return new LoadWatch() {
      @Override
      public void stretch(List<DeviceId> devices, LoadStretch stretch) {
        synchronized (told) {
          told.devices = devices;
          told.stretches.add(stretch);
        }
        tell();
      }

      @Override
      public boolean isOver() {
        return stopped;
      }
    };
  }

  private void tell() {
    if (!asked.getAndSet(true)) {
      background.later(() -> {
        asked.set(false);
        changes.set(changes.get() + 1);
      });
    }
  }
}
