package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;

/// Programs with their kernels and weights where they lie: shared by the runs that compute them at
/// the same time, and kept for the next run while nothing else needs their place. Any thread; a
/// program is loaded once, and others wait meanwhile.
public final class LoadedPrograms {
  private final int mostIdle;
  private final IdentityHashMap<Program, Entry> entries = new IdentityHashMap<>();

  /// Programs that no run uses, the one that was used last in front.
  private final Deque<Entry> idle = new ArrayDeque<>();

  /// @param mostIdle programs that are kept while no run uses them; 0 keeps none
  public LoadedPrograms(int mostIdle) {
    this.mostIdle = mostIdle;
  }

  private static final class Entry {
    final LoadedProgram loaded;
    int users;

    Entry(LoadedProgram loaded) {
      this.loaded = loaded;
    }
  }

  /// The program as it was loaded before, or else as `load` makes it. Closing what comes back gives
  /// it back.
  synchronized LoadedProgram take(Program program, Supplier<LoadedProgram> load) {
    var entry = entries.get(program);
    if (entry == null) {
      // What is to come may need the memory of what nobody uses.
      shrink(mostIdle - 1);
      entry = new Entry(load.get());
      entries.put(program, entry);
    }
    idle.remove(entry);
    entry.users++;
    return new Taken(entry);
  }

  /// Closes what no run uses.
  public synchronized void clear() {
    shrink(0);
  }

  private synchronized void giveBack(Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      idle.addFirst(entry);
      shrink(mostIdle);
    }
  }

  private void shrink(int most) {
    while (idle.size() > Math.max(0, most)) {
      var last = idle.removeLast().loaded;
      entries.remove(last.program());
      last.close();
    }
  }

  /// A loaded program in the hands of one run.
  private final class Taken implements LoadedProgram {
    private final Entry entry;
    private boolean closed;

    Taken(Entry entry) {
      this.entry = entry;
    }

    @Override
    public Program program() {
      return entry.loaded.program();
    }

    @Override
    public List<Kernel> kernels() {
      return entry.loaded.kernels();
    }

    @Override
    public long scratchBytes(int step) {
      return entry.loaded.scratchBytes(step);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        giveBack(entry);
      }
    }
  }
}
