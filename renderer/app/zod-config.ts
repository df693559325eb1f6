import * as z from 'zod';

// zod writes functions at run time where it may; the page's policy refuses that, and its probing would be reported as a violation.
z.config({ jitless: true });
