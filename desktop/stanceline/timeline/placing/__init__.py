"""Where everything lies in one window, in pixels; no Qt."""
