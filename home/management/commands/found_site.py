from django.core.management.base import BaseCommand

from home.actions import found_site


class Command(BaseCommand):
    help = "Make what a new installation needs: languages, home pages, site, groups."

    def handle(self, *args, **options):
        homes = found_site()
        self.stdout.write(f"The site stands in {', '.join(homes)}.")
