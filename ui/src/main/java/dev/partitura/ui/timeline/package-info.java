/// What a view of any module may add to the timeline.
@NullMarked
package dev.partitura.ui.timeline;

import org.jspecify.annotations.NullMarked;
