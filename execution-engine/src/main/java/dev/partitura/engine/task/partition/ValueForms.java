package dev.partitura.engine.task.partition;

/// The forms in which each value is there, as bits, in pages that copies share until one of them
/// writes there: a copy costs as much as there are pages. Used by one thread.
final class ValueForms {
  /// Set where an op has read a value as a partial sum, which then cannot be made whole in place.
  static final int READ_PARTIAL = 1 << 31;

  private static final int PAGE_BITS = 6;
  private static final int IN_PAGE = (1 << PAGE_BITS) - 1;

  private final int[][] pages;
  private final boolean[] owned;

  private ValueForms(int[][] pages, boolean[] owned) {
    this.pages = pages;
    this.owned = owned;
  }

  ValueForms(int values) {
    this(
        new int[(values + IN_PAGE) >> PAGE_BITS][IN_PAGE + 1],
        new boolean[(values + IN_PAGE) >> PAGE_BITS]);
    java.util.Arrays.fill(owned, true);
  }

  /// Nobody may write to this one any more.
  ValueForms copy() {
    return new ValueForms(pages.clone(), new boolean[pages.length]);
  }

  int get(int value) {
    return pages[value >> PAGE_BITS][value & IN_PAGE];
  }

  void set(int value, int forms) {
    int page = value >> PAGE_BITS;
    if (!owned[page]) {
      pages[page] = pages[page].clone();
      owned[page] = true;
    }
    pages[page][value & IN_PAGE] = forms;
  }
}
