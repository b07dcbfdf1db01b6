"""The pages that legal staff read: server-rendered, Vietnamese first, working without scripts."""
